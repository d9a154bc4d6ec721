import EventSourcing
import EventStore
import Postgres
import TestSupport
import Testing

/// Twenty append to one stream at once, all are told that it is done, and half of the events are not there: the version was
/// looked up without a lock, and who lost the race for it was passed over in silence.
///
/// - https://github.com/Eventuous/eventuous/issues/553
/// - https://github.com/Eventuous/eventuous/pull/582
/// - https://github.com/commanded/eventstore/issues/201
@Suite struct `Published failure: parallel appends to one stream` {
    private static let notes = StreamName("notebook", "a")

    @Test func `are all there when twenty append through one process`() async throws {
        try await withTestDatabase { database in
            try await database.log.open()
            let requests = try (1...20).map { try AppendRequest.of([NoteTaken(in: "a", number: $0)]) }
            let verdicts = try await database.log.appendAtOnce(requests)
            #expect(Set(verdicts.compactMap { $0.range?.first.value }) == Set(2...21))
            #expect(try await Self.violations(of: requests, in: database) == [])
        }
    }

    /// Each has a queue of its own, so that the database alone keeps them in order. They wait behind the head until eight
    /// are there.
    @Test func `are all there when each comes from a process of its own`() async throws {
        try await withTestDatabase { database in
            try await database.log.open()
            let requests = try (1...20).map { try AppendRequest.of([NoteTaken(in: "a", number: $0)]) }
            try await database.holdingHead { release in
                async let verdicts = Self.appendApart(requests, in: database)
                try await database.waitForBackends(
                    8, where: "application_name = 'casefeedback appender' AND wait_event_type = 'Lock'")
                try await release()
                #expect(try await Set(verdicts.compactMap { $0.range?.first.value }) == Set(2...21))
            }
            #expect(try await Self.violations(of: requests, in: database) == [])
        }
    }

    /// Our own append without its lock, and with tables that take what it then writes. The condition, which always holds,
    /// leads to `append_events`: its last statement moves the head, whose row would else let one at a time to the gate.
    @Test func `are not dense without the lock`() async throws {
        try await withTestDatabase { database in
            try await database.log.open()
            try await database.removeHeadLock()
            try await database.removeKeys()
            try await database.install(.events)
            let always = Condition.noEvent(matching: [EventItem(tags: [Tag("kind", "never")])], after: .beginning)
            let requests = try (1...6).map { try AppendRequest.of([NoteTaken(in: "a", number: $0)], on: [always]) }
            try await database.holdingGate("events") { release in
                async let verdicts = Self.appendApart(requests, in: database)
                try await database.waitAtGate(6)
                try await release()
                #expect(try await verdicts.allSatisfy { $0.range != nil })
            }
            #expect(try await Self.violations(of: requests, in: database) != [])
        }
    }

    @Test func `are lost where who loses the race is passed over`() async throws {
        try await withTestDatabase { database in
            let field = try await FieldStore(in: database)
            try await database.run(
                """
                CREATE FUNCTION public.field_append(p_label text) RETURNS void LANGUAGE plpgsql AS $$
                DECLARE
                    v_version bigint;
                BEGIN
                    SELECT coalesce(max(version), 0) INTO v_version FROM public.field_events;
                    PERFORM pg_advisory_xact_lock_shared(hashtext('field'));
                    INSERT INTO public.field_events (label, version) VALUES (p_label, v_version + 1)
                    ON CONFLICT (version) DO NOTHING;
                END
                $$;
                """)
            let labels = (1...6).map { "event \($0)" }
            try await database.holdingGate("field") { release in
                try await withThrowingTaskGroup { group in
                    for label in labels {
                        group.addTask {
                            try await database.asSuperuser { session in
                                _ = try session.query("SELECT public.field_append($1)", label)
                            }
                        }
                    }
                    try await database.waitAtGate(6)
                    try await release()
                    try await group.waitForAll()
                }
            }
            let violations = LogRules.acknowledgedOnce(labels, in: try await field.labels(), of: "the table")
            #expect(violations.count == 5)
        }
    }

    private static func violations(of requests: [AppendRequest], in database: TestDatabase) async throws -> [String] {
        let stored = try await database.log.stored()
        return LogRules.order(stored, of: "the log")
            + LogRules.acknowledgedOnce(requests.map(\.commandID), in: stored.map(\.command), of: "the log")
    }

    private static func appendApart(
        _ requests: [AppendRequest], in database: TestDatabase
    ) async throws -> [Verdict] {
        try await withThrowingTaskGroup(of: Verdict.self) { group in
            for request in requests {
                let log = EventLog(database.connections, programVersion: "test", logger: .silent)
                group.addTask { try await log.append(request) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }
}
