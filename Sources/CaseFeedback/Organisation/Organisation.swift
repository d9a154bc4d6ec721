package import EventSourcing

/// Whether the organisation joined, and what its log is for: what every decision reads.
package struct Organisation: StreamState, Codable, Hashable {
    package private(set) var nature: LogNature?
    package private(set) var name: LocalizedLabel?
    package private(set) var joined: RecordedFact?

    package init() {}

    package mutating func evolve(_ event: FoldedEvent) throws(UnreadableEvent) {
        guard let payload = try Catalogue.decode(event) as? any OrganisationEvent else { return }
        payload.apply(to: &self, as: RecordedFact(event))
    }

    mutating func join(as name: LocalizedLabel, nature: LogNature, by fact: RecordedFact) {
        self.name = name
        self.nature = nature
        joined = fact
    }
}

/// What happens in the stream of the organisation.
package protocol OrganisationEvent: EventPayload {
    func apply(to organisation: inout Organisation, as fact: RecordedFact)
}
