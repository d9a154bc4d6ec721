import EventSourcing
import EventStore
import Foundation
import Postgres
import TestSupport
import Testing

/// An append that names the head which its process knows is accepted by one plain statement; all else is judged.
@Suite struct `Appending at a known head` {
    private static let log = OrganisationID.gothenburg.cases
    private static let notes = StreamName("notebook", "a")

    @Test func `needs no judgement, alone, many at once or many events at a time`() async throws {
        try await withTestDatabase { database in
            try await database.log.open()
            try await database.forbidJudging()
            for number in 0..<5 {
                let verdict = try await database.log.append(.note(number, in: "a", at: Int64(number)))
                #expect(verdict.range?.first == Position(Int64(number) + 2))
            }
            let three = try AppendRequest.of(
                (1...3).map { NoteTaken(in: "b", number: $0) },
                on: [.stream(StreamName("notebook", "b"), .absent), .stream(Self.notes, .exact(5))])
            #expect(try await database.log.append(three).range?.last == Position(9))
            try await withThrowingTaskGroup { group in
                for writer in 0..<40 {
                    group.addTask {
                        for number in 0..<5 {
                            let request = try AppendRequest.note(number, in: "writer \(writer)", at: Int64(number))
                            #expect(try await database.log.append(request).range != nil)
                        }
                    }
                }
                try await group.waitForAll()
            }
            let stored = try await database.log.all(of: Self.log)
            #expect(stored.map(\.position) == (1...209).map { Position($0) })
            let times = stored.map(\.envelope.recordedAt)
            #expect(zip(times, times.dropFirst()).allSatisfy { $0 < $1 })
        }
    }

    @Test(arguments: [1, 12]) func `stores what is stored where it is judged`(atOnce: Int) async throws {
        try await withTestDatabase { database in
            try await database.log.open()
            let requests = try (0..<atOnce).map { number in
                try AppendRequest.of(
                    [SecretTold(in: "\(number)", secret: "secret \(number)", hints: ["first", "second"])],
                    on: [.stream(StreamName("notebook", "\(number)"), .absent)],
                    occurred: Occurrence(day: Day(daysSince1970: 17_000), instant: Instant(microsecondsSince1970: 7)),
                    provenance: Array("{}".utf8))
            }
            // In the one organisation everything is judged; in the other nothing is but the opening.
            let judged = requests.map { $0.moved(to: .kungsbacka) }
            try await database.log.open(OrganisationID.kungsbacka.cases)
            let other = database.asAnotherProcess()
            for request in judged { _ = try await other.log.append(request) }
            await other.close()
            try await database.forbidJudging()
            let verdicts = try await database.log.appendAtOnce(requests)
            #expect(verdicts.allSatisfy { $0.range != nil })
            let rows = try await database.asSuperuser { session in
                try ["1480", "1384"].map { organisation in try session.texts(Self.rows, organisation) }
            }
            #expect(rows[0].count > atOnce * 6)
            #expect(rows[0] == rows[1])
        }
    }

    /// All that an append of one event leaves, but for what must differ: ids, times, and the order of those that came at once.
    private static let rows = """
        SELECT concat_ws(' ', e.log, e.stream, e.version, e.type, e.schema_version, e.ordinal, e.occurred_on, e.occurred_at,
            e.recorded_by, e.actor_verified, e.performed_by, e.role, e.ground, e.secrecy, e.retention_class,
            e.program_version, e.provenance, e.payload) AS line
        FROM casefeedback.events AS e WHERE e.organisation = $1
        UNION ALL
        SELECT concat_ws(' ', e.stream, t.tag)
        FROM casefeedback.tags AS t JOIN casefeedback.events AS e USING (organisation, log, position)
        WHERE t.organisation = $1
        UNION ALL
        SELECT concat_ws(' ', e.stream, p.field, p.secrecy, p.subject, p.key_id, p.value)
        FROM casefeedback.protected_texts AS p JOIN casefeedback.events AS e USING (organisation, log, position)
        WHERE p.organisation = $1
        UNION ALL
        SELECT concat_ws(' ', e.stream, c.log, c.fingerprint, c.recorded_by, c.last_position - c.first_position)
        FROM casefeedback.commands AS c
        JOIN casefeedback.events AS e USING (organisation, command_id)
        WHERE c.organisation = $1 AND c.first_position = e.position
        ORDER BY line
        """

    @Test func `gives the verdict that a judgement gives`() async throws {
        try await withTestDatabase { database in
            try await database.log.open()
            let first = try AppendRequest.note(1, in: "a", at: 0)
            _ = try await database.log.append(first)
            #expect(try await database.log.append(first) == .known)
            #expect(
                try await database.log.append(.note(2, in: "a", at: 7)) == .stale(stream: Self.notes, actual: 1))
            let tomorrow = try AppendRequest.of(
                [NoteTaken(in: "a", number: 2)], on: [.stream(Self.notes, .exact(1))],
                occurred: Occurrence(day: Day(daysSince1970: 40_000)))
            #expect(try await database.log.append(tomorrow) == .occursInFuture(ordinal: 0))
            #expect(try await database.log.state(of: Self.log)?.head == Position(2))
            #expect(try await database.log.append(.note(2, in: "a", at: 1)).range?.first == Position(3))
        }
    }

    @Test func `is refused while the clocks are apart`() async throws {
        try await withTestDatabase { database in
            try await database.log.open()
            let isWrong = Shared(false)
            let log = EventLog(
                database.connections, programVersion: "test", logger: .silent,
                clock: {
                    let now = Instant.now.microsecondsSince1970
                    return Instant(microsecondsSince1970: isWrong.value ? now - 120_000_000 : now)
                })
            _ = try await log.append(.note(1, in: "a", at: 0))
            isWrong.value = true
            guard case .clocksApart = try await log.append(.note(2, in: "a", at: 1)) else {
                Issue.record("it was accepted")
                return
            }
            isWrong.value = false
            #expect(try await log.append(.note(2, in: "a", at: 1)).range?.first == Position(3))
        }
    }

    /// The statement's snapshot is from before it waits for the row, in which the other's event is not.
    @Test(arguments: [("a", false), ("b", true)])
    func `goes by what is behind the lock, if another process moved the head meanwhile`(
        notebook: String, isAccepted: Bool
    ) async throws {
        try await withTestDatabase { database in
            try await database.log.open()
            _ = try await database.log.append(.note(1, in: "a", at: 0))
            let other = database.asAnotherProcess()
            try await database.install(.commit)
            let theirs = try AppendRequest.note(2, in: "a", at: 1)
            try await database.holdingGate(theirs.commandID.description) { release in
                async let standing = other.log.append(theirs)
                try await database.waitAtGate()
                async let ours = database.log.append(.note(3, in: notebook, at: isAccepted ? 0 : 1))
                try await database.waitForBackends(
                    1,
                    where: """
                        application_name = 'casefeedback appender' AND wait_event_type = 'Lock'
                        AND wait_event <> 'advisory'
                        """)
                try await release()
                #expect(try await standing.range?.first == Position(3))
                let verdict = try await ours
                #expect(
                    isAccepted
                        ? verdict.range?.first == Position(4) : verdict == .stale(stream: Self.notes, actual: 2))
            }
            await other.close()
        }
    }

    @Test func `is judged where another process appends too, and at the head again when it doesn't`() async throws {
        try await withTestDatabase { database in
            try await database.log.open()
            let other = database.asAnotherProcess()
            try await withThrowingTaskGroup { group in
                for (name, log) in [("ours", database.log), ("theirs", other.log)] {
                    for writer in 0..<12 {
                        group.addTask {
                            for number in 0..<15 {
                                let request = try AppendRequest.note(
                                    number, in: "\(name) \(writer)", at: Int64(number))
                                #expect(try await log.append(request).range != nil)
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await LogRules.order(database.log.stored(), of: "the log") == [])
            #expect(try await database.log.state(of: Self.log)?.head == Position(361))
            // A head that was wrong again and again is not named for a while.
            for number in 0..<64 { _ = try await database.log.append(.note(number, in: "after", at: Int64(number))) }
            await other.close()
            try await database.forbidJudging()
            #expect(try await database.log.append(.note(64, in: "after", at: 64)).range != nil)
        }
    }

    /// What a busy log's connection knows of streams is worth nothing once somebody else has written.
    @Test func `never goes by versions that another process has changed`() async throws {
        try await withTestDatabase { database in
            try await database.log.open()
            let other = database.asAnotherProcess()
            let accepted = Shared<[UUIDValue]>([])
            try await withThrowingTaskGroup { group in
                for log in [database.log, other.log] {
                    for _ in 0..<16 {
                        group.addTask {
                            var version: Int64 = 0
                            for number in 0..<20 {
                                let notebook = "n\(number % 3)"
                                let request = try AppendRequest.note(number, in: notebook, at: version)
                                switch try await log.append(request) {
                                case .accepted: accepted.update { $0.append(request.commandID) }
                                case .stale(_, let actual): version = actual
                                case let verdict: Issue.record("\(verdict)")
                                }
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            await other.close()
            let stored = try await database.log.stored()
            #expect(LogRules.order(stored, of: "the log") == [])
            #expect(
                LogRules.acknowledgedOnce(accepted.value, in: stored.map(\.command), of: "the log") == [])
            #expect(accepted.value.count > 3)
        }
    }
}

extension AppendRequest {
    fileprivate static func note(_ number: Int, in notebook: String, at version: Int64) throws -> AppendRequest {
        try .of(
            [NoteTaken(in: notebook, number: number)],
            on: [.stream(StreamName("notebook", notebook), version == 0 ? .absent : .exact(version))])
    }

    /// The same for another organisation, without a condition that could be told at a known head.
    fileprivate func moved(to organisation: OrganisationID) -> AppendRequest {
        AppendRequest(
            log: organisation.cases, commandID: commandID, fingerprint: fingerprint, caller: caller, conditions: [],
            events: events)
    }
}

extension TestDatabase {
    /// From now on, an append that is judged fails.
    fileprivate func forbidJudging() async throws {
        try await run("REVOKE EXECUTE ON FUNCTION casefeedback.append_events FROM casefeedback_appender, PUBLIC")
    }
}
