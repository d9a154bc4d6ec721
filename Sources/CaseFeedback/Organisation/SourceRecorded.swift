package import EventSourcing

/// A published source that commands may cite by its code.
package struct SourceRecorded: SourceEvent {
    package static let type = TypeName("source-recorded")
    package static let retention = RetentionClass.reference
    package static let isItsOwnOrigin = true

    package let code: Identifier
    package let title: Wording
    package let publisher: Label?
    package let publishedOn: Day?
    /// Where it is found: an address, or a place in a printed source.
    package let locator: Wording

    package var stream: StreamName { .source(code) }
    package var tags: Set<Tag> { [] }

    package func apply(to source: inout PublishedSource, as fact: RecordedFact) { source.record(by: fact) }
}

/// Records a published source once, so that commands can cite it.
package struct RecordSource: CommandBody {
    package static let type = TypeName("record-source")

    package let code: Identifier
    package let title: Wording
    package let publisher: Label?
    package let publishedOn: Day?
    package let locator: Wording

    package var streams: [StreamName] { [.source(code)] }
    package var isItsOwnOrigin: Bool { true }

    package func decide(on states: StreamStates, in context: CommandContext) throws(Refusal) -> [ProposedEvent] {
        guard try !states.state(PublishedSource.self, of: .source(code)).isRecorded else {
            throw Refusal("source-already-recorded", ["source": code.text], field: "/data/code")
        }
        return [
            ProposedEvent(
                SourceRecorded(
                    code: code, title: title, publisher: publisher, publishedOn: publishedOn, locator: locator))
        ]
    }
}
