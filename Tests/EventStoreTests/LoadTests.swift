import EventSourcing
import EventStore
import Foundation
import Postgres
import TestSupport
import Testing

@Suite struct `Loading a whole log` {
    private static let log = OrganisationID.gothenburg.cases
    private static let opening = LogOpening(nature: .live, zone: "Europe/Stockholm")

    /// The loader is bound by no policy, so what it wrote is counted as its tenant sees it before it is kept.
    @Test func `keeps nothing when a row of another tenant is among its own`() async throws {
        try await withTestDatabase { database in
            let rows = try await Self.rows(from: database)
            for spoiled in [1, 4] {
                var rows = rows
                guard case .event(let event, let tags) = rows[spoiled] else { continue }
                var envelope = event.envelope
                envelope.log = OrganisationID.kungsbacka.cases
                rows[spoiled] = .event(RecordedEvent(envelope: envelope, payload: event.payload), tags: tags)
                let foreign = rows
                await #expect(throws: StoreError.self) { try await Self.load(foreign, into: database) }
                let left = try await database.asSuperuser { session in
                    try session.texts("SELECT organisation FROM casefeedback.events WHERE organisation <> '1384'")
                }
                #expect(left.isEmpty)
                #expect(try await database.log.state(of: Self.log) == nil)
            }
        }
    }

    @Test func `refuses a gap, and a log that holds something`() async throws {
        try await withTestDatabase { database in
            let rows = try await Self.rows(from: database)
            await #expect(throws: StoreError.self) {
                try await Self.load(
                    rows.filter { if case .event(let e, _) = $0 { e.position.value != 2 } else { true } },
                    into: database)
            }
            #expect(try await database.log.state(of: Self.log) == nil)
            #expect(try await Self.load(rows, into: database).events == 4)
            do throws(StoreError) {
                try await Self.load(rows, into: database)
                Issue.record("it was taken in twice")
            } catch {
                guard case .logNotEmpty(Self.log, head: Position(4)) = error else {
                    Issue.record("\(error)")
                    return
                }
            }
            // It goes on as if it had been recorded here.
            #expect(try await database.log.append(.of([NoteTaken(in: "a", number: 9)])).range?.first == Position(5))
        }
    }

    @Test func `lets nobody else open the log meanwhile, and keeps nothing when it is broken off`() async throws {
        try await withTestDatabase { database in
            let rows = try await Self.rows(from: database)
            await #expect(throws: StoreError.self) {
                try await database.log.load(Self.log, opening: Self.opening) { () throws(StoreError) in
                    var rest = rows[...]
                    return { () throws(StoreError) in
                        guard rest.count > 2 else { throw .corrupt("broken off") }
                        return rest.popFirst()
                    }
                }
            }
            #expect(try await database.log.state(of: Self.log) == nil)
            let open: AppendRequest = try .of([RuleSet("first")], opening: Self.opening)
            #expect(try await database.log.append(open).range != nil)
        }
    }

    @Test func `waits for whoever began first, and then says where the log stands`() async throws {
        try await withTestDatabase { database in
            let rows = try await Self.rows(from: database)
            let goOn = DispatchSemaphore(value: 0)
            async let first = database.log.load(Self.log, opening: Self.opening) { () throws(StoreError) in
                var rest = rows[...]
                return { () throws(StoreError) in
                    if rest.count == rows.count { goOn.wait() }
                    return rest.popFirst()
                }
            }
            // It has opened the log and copies.
            try await database.waitForBackends(1, where: "query LIKE 'COPY casefeedback.events%'")
            // In the same process it would wait for its turn, and in another for the log's row.
            let other = database.asAnotherProcess()
            let second = Task { try await Self.load(rows, into: other) }
            try await database.waitForBackends(1, where: "wait_event_type = 'Lock'")
            goOn.signal()
            #expect(try await first.events == 4)
            let refused = await #expect(throws: StoreError.self) { try await second.value }
            guard case .logNotEmpty(Self.log, head: Position(4)) = refused else {
                Issue.record("\(String(describing: refused))")
                return
            }
            await other.close()
        }
    }

    /// As other bulk work does: of many logs they leave two connections to others.
    @Test func `takes its turn, and leaves connections to others`() async throws {
        try await withTestDatabase { database in
            let others = [
                OrganisationID.gothenburg.cases, OrganisationID.gothenburg.access, OrganisationID.kungsbacka.access,
            ]
            let quiet = OrganisationID.kungsbacka.cases
            try await database.log.open(quiet)
            let connections = StoreConnections(
                PostgresConfiguration(connectionString: database.serviceConnection), appenders: 3, logger: .silent)
            let log = EventLog(connections, programVersion: "test", logger: .silent)
            let goOn = DispatchSemaphore(value: 0)
            try await withThrowingTaskGroup { group in
                // Whatever fails, none of them is waited for for ever.
                defer { for _ in others { goOn.signal() } }
                for other in others {
                    group.addTask {
                        try await log.load(other, opening: Self.opening) { () throws(StoreError) in
                            goOn.wait()
                            return { () throws(StoreError) in nil }
                        }
                    }
                }
                try await database.waitForBackends(
                    1, where: "application_name = 'casefeedback appender' AND state = 'idle in transaction'")
                // All have come, wherever they wait.
                try await Task.sleep(for: .milliseconds(200))
                let asked = ContinuousClock.now
                #expect(connections.pool(.appender).statistics.leased == 1)
                async let noted = log.append(.of([NoteTaken(in: "q", number: 1)], to: quiet))
                #expect(try await noted.range != nil)
                #expect(asked.duration(to: .now) < .seconds(5))
                for _ in others { goOn.signal() }
                for try await counts in group { #expect(counts.events == 0) }
            }
            await connections.close()
        }
    }

    @Test func `can be tried later when somebody else is at the log for too long`() async throws {
        try await withTestDatabase { database in
            let rows = try await Self.rows(from: database)
            // As the server says it after ten seconds.
            try await database.asSuperuser { session in
                try session.run(
                    script: """
                        CREATE FUNCTION public.time_out() RETURNS trigger LANGUAGE plpgsql AS $$
                        BEGIN
                            RAISE EXCEPTION 'canceling statement due to lock timeout' USING ERRCODE = 'lock_not_available';
                        END
                        $$;
                        CREATE TRIGGER held BEFORE INSERT ON casefeedback.logs EXECUTE FUNCTION public.time_out();
                        """)
            }
            let refused = await #expect(throws: StoreError.self) { try await Self.load(rows, into: database) }
            guard case .logInUse(Self.log) = refused else {
                Issue.record("\(String(describing: refused))")
                return
            }
        }
    }

    @discardableResult
    private static func load(_ rows: [LogRow], into database: TestDatabase) async throws(StoreError) -> LogRowCounts {
        try await database.log.load(log, opening: opening) { () throws(StoreError) in
            var rest = rows[...]
            return { () throws(StoreError) in rest.popFirst() }
        }
    }

    /// Rows of a log of another organisation, as rows of this one.
    private static func rows(from database: TestDatabase) async throws -> [LogRow] {
        let other = OrganisationID.kungsbacka.cases
        try await database.log.open(other)
        for number in 1...3 { _ = try await database.log.append(.of([NoteTaken(in: "a", number: number)], to: other)) }
        return try await database.log.asItStands(other).flatMap { event -> [LogRow] in
            var envelope = event.envelope
            envelope.log = log
            let tags: [EventSourcing.Tag] = [Tag("notebook", "a")]
            return [
                .event(RecordedEvent(envelope: envelope, payload: event.payload), tags: tags),
                .command(
                    StoredCommand(
                        id: envelope.commandID, fingerprint: Array(repeating: 7, count: 32),
                        recordedBy: envelope.recordedBy, first: event.position, last: event.position)),
            ]
        }
    }
}
