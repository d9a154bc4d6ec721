import EventSourcing
import EventStore
import TestSupport
import Testing

/// The answer to an append is lost. Who tries again looks up what is there, does not find it, because it is about to be
/// committed, decides anew on what he sees, and does it twice; or he expects the version that his own first try made, which
/// is right, and is taken for somebody new.
///
/// - https://github.com/kurrent-io/KurrentDB/issues/1898
@Suite struct `Published failure: a retry that is decided on new state` {
    private static let notes = StreamName("notebook", "a")

    @Test func `is known, whatever it expects and brings`() async throws {
        try await withTestDatabase { database in
            let log = database.log
            try await log.open()
            let id = UUIDValue.fresh()
            let first = try AppendRequest.of(
                [NoteTaken(in: "a", number: 1)], id: id, on: [.stream(Self.notes, .absent)])
            #expect(try await log.append(first).range?.first == Position(2))
            let expectations: [[Condition]] = [
                [.stream(Self.notes, .exact(1))], [.stream(Self.notes, .absent)], [],
                [.noEvent(matching: [EventItem(types: [NoteTaken.type])], after: Position(2))],
            ]
            for conditions in expectations {
                let retry = try AppendRequest.of([NoteTaken(in: "a", number: 2)], id: id, on: conditions)
                #expect(try await log.append(retry) == .known)
                #expect(try await log.append(all: [retry], to: first.log, at: Position(2)) == [.known])
            }
            let stored = try await log.stored()
            #expect(stored.count == 2)
            #expect(LogRules.acknowledgedOnce([id], in: stored.map(\.command), of: "the log") == [])
        }
    }

    /// The first try is committing while the retry comes, decided on the state before it, through another process.
    @Test func `is known while the first try is still committing`() async throws {
        try await withTestDatabase { database in
            let log = database.log
            try await log.open()
            try await database.install(.commit)
            let other = database.asAnotherProcess()
            let id = UUIDValue.fresh()
            let first = try AppendRequest.of([NoteTaken(in: "a", number: 1)], id: id)
            let retry = try AppendRequest.of(
                [NoteTaken(in: "a", number: 2)], id: id, on: [.stream(Self.notes, .absent)])
            try await database.holdingGate(id.description) { release in
                async let one = log.append(first)
                try await database.waitAtGate()
                #expect(try await other.log.basis(of: [id], in: first.log, streams: []).known.isEmpty)
                async let two = other.log.append(retry)
                try await database.waitForBackends(
                    2, where: "application_name = 'casefeedback appender' AND wait_event_type = 'Lock'")
                try await release()
                #expect(try await one.range?.first == Position(2))
                #expect(try await two == .known)
            }
            await other.close()
            let stored = try await log.stored()
            #expect(LogRules.acknowledgedOnce([id], in: stored.map(\.command), of: "the log") == [])
        }
    }

    @Test func `is done twice where it is looked up before it is sent`() async throws {
        try await withTestDatabase { database in
            let field = try await FieldStore(in: database)
            let first = try await field.begin("the note")
            if try await !field.labels().contains("the note") { try await field.append("the note") }
            try await first.commit()
            #expect(
                LogRules.acknowledgedOnce(["the note"], in: try await field.labels(), of: "the table")
                    == ["acknowledged: the note is 2 times in the table"])
        }
    }
}
