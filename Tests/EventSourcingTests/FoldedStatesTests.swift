import EventSourcing
import Testing

@Suite struct `The states of a fold` {
    /// Counts events by stream and in all, and can't read some of them.
    private enum Counting: Projection {
        static let name = "counting"
        static let revision = 1
        static let initial = 0
        static let referenceTypes: Set<TypeName> = []

        static func keys(of event: FoldedEvent) -> StateKeys { StateKeys(event.stream.text, "all") }

        static func evolve(_ state: inout Int, key: String, event: FoldedEvent) throws(UnreadableEvent) {
            if event.type.text == "unreadable-for-\(key == "all" ? "all" : "stream")" {
                throw UnreadableEvent(event: event, reason: .unknownVersion)
            }
            state += 1
        }
    }

    @Test(arguments: ["unreadable-for-stream", "unreadable-for-all"])
    func `are moved by an event all, or none where one of them can't take it`(type: String) throws {
        var folded = FoldedStates<Counting>()
        #expect(throws: UnreadableEvent.self) { try folded.fold(Self.event(type)) }
        #expect(folded.states == [:])
        try folded.fold(Self.event("readable"))
        #expect(throws: UnreadableEvent.self) { try folded.fold(Self.event(type)) }
        #expect(folded.states == ["stream/a": 1, "all": 1])
    }

    private static func event(_ type: String) throws -> FoldedEvent {
        FoldedEvent(
            FoldedEvent.Kin(
                log: LogID(organisation: try OrganisationID("1480"), kind: .cases), stream: StreamName("stream", "a"),
                type: try TypeName(type)),
            position: Position(1), schemaVersion: 1, occurred: Occurrence(day: Day(daysSince1970: 0)), payload: [])
    }
}
