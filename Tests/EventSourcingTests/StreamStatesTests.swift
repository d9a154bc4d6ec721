import EventSourcing
import Testing

@Suite struct `The states of streams` {
    /// Remembers the positions that it has seen.
    private struct Seen: StreamState {
        var positions: [Int64] = []
        mutating func evolve(_ event: FoldedEvent) { positions.append(event.position.value) }
    }

    /// Another fold of the same events.
    private struct Count: StreamState {
        var events = 0
        mutating func evolve(_ event: FoldedEvent) { events += 1 }
    }

    private struct Unable: StreamState {
        mutating func evolve(_ event: FoldedEvent) throws(UnreadableEvent) {
            throw UnreadableEvent(event: event, reason: .unknownType)
        }
    }

    private static let a = StreamName("stream", "a")
    private static let b = StreamName("stream", "b")

    private static func event(_ position: Int64, _ stream: StreamName, version: Int64) throws -> RecordedEvent {
        RecordedEvent(
            envelope: EventEnvelope(
                log: LogID(organisation: try OrganisationID("1480"), kind: .cases), position: Position(position),
                recordedAt: Instant(microsecondsSince1970: position), stream: stream, version: version,
                eventID: UUIDValue(high: 0, low: 1), type: "thing-done", schemaVersion: 1,
                commandID: UUIDValue(high: 0, low: 1), ordinal: 0, occurred: Occurrence(day: Day(daysSince1970: 0)),
                recordedBy: "os#a", actorVerified: false, performedBy: nil, role: "", ground: "", causationID: nil,
                correlationID: nil, secrecy: .open, retention: .activity, programVersion: "", provenance: nil),
            payload: [])
    }

    @Test func `are folded from what was read, and empty for a stream without events`() throws {
        let states = StreamStates([
            Self.a: [try Self.event(3, Self.a, version: 1), try Self.event(5, Self.a, version: 2)], Self.b: [],
        ])
        #expect(try states.state(Seen.self, of: Self.a).positions == [3, 5])
        #expect(try states.state(Seen.self, of: Self.b).positions == [])
        #expect(states.version(of: Self.a) == 2)
        #expect(states.version(of: Self.b) == 0)
        #expect(states.contains(Self.b))
        #expect(!states.contains(StreamName("stream", "c")))
    }

    @Test func `fold each event once, and go on where they were`() throws {
        var states = StreamStates([Self.a: [try Self.event(3, Self.a, version: 1)]])
        #expect(try states.state(Seen.self, of: Self.a).positions == [3])
        #expect(try states.state(Seen.self, of: Self.a).positions == [3])
        states.append([try Self.event(4, Self.b, version: 1), try Self.event(5, Self.a, version: 2)])
        #expect(try states.state(Seen.self, of: Self.a).positions == [3, 5])
        #expect(try states.state(Count.self, of: Self.a).events == 2)
        #expect(try states.state(Count.self, of: Self.b).events == 1)
        #expect(states.version(of: Self.a) == 2)
    }

    /// A copy that has gone on must not have moved the one that it was copied from.
    @Test func `of a copy are its own`() throws {
        let first = StreamStates([Self.a: [try Self.event(1, Self.a, version: 1)]])
        var second = first
        second.append([try Self.event(2, Self.a, version: 2)])
        #expect(try second.state(Seen.self, of: Self.a).positions == [1, 2])
        #expect(try first.state(Seen.self, of: Self.a).positions == [1])
        var third = first
        third.append([try Self.event(3, Self.a, version: 2)])
        #expect(try third.state(Seen.self, of: Self.a).positions == [1, 3])
    }

    @Test func `refuse a decision on an event that can't be read`() throws {
        let states = StreamStates([Self.a: [try Self.event(1, Self.a, version: 1)]])
        let refusal = #expect(throws: Refusal.self) { try states.state(Unable.self, of: Self.a) }
        #expect(refusal?.code == "unreadable-event")
    }
}
