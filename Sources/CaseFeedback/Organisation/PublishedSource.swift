package import EventSourcing

/// Whether a source that facts cite has been recorded.
package struct PublishedSource: StreamState, Codable, Hashable {
    package private(set) var recorded: RecordedFact?

    package init() {}

    package var isRecorded: Bool { recorded != nil }

    package mutating func evolve(_ event: FoldedEvent) throws(UnreadableEvent) {
        guard let payload = try Catalogue.decode(event) as? any SourceEvent else { return }
        payload.apply(to: &self, as: RecordedFact(event))
    }

    mutating func record(by fact: RecordedFact) { recorded = fact }
}

/// What happens in the stream of a published source.
package protocol SourceEvent: EventPayload {
    func apply(to source: inout PublishedSource, as fact: RecordedFact)
}
