import EventSourcing
import EventStore
import Postgres
import TestSupport
import Testing

@Suite struct `An append to a database that is away` {
    /// Many that wait are given up together, not one transaction after the other.
    @Test func `is given up in time, with all that wait beside it`() async throws {
        let connections = StoreConnections(
            PostgresConfiguration(connectionString: "host=/nonexistent dbname=nothing"), logger: .silent)
        var limits = AppendLimits()
        limits.commandsPerTransaction = 2
        let log = EventLog(
            connections, programVersion: "test", logger: .silent, reconnectingMax: .seconds(10), limits: limits)
        let requests = try (1...20).map { try AppendRequest.of([NoteTaken(in: "a", number: $0)]) }
        let started = ContinuousClock.now
        let unavailable = await withTaskGroup(of: Bool.self) { group in
            for request in requests {
                group.addTask {
                    do throws(StoreError) {
                        _ = try await log.append(request)
                        return false
                    } catch {
                        return error.isUnavailability
                    }
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(unavailable == 20)
        // One transaction after the other they would take two minutes; half of it is room for a machine that all tests share.
        #expect(started.duration(to: .now) < .seconds(60))
        await connections.close()
    }

    @Test func `is of unknown outcome when its connection broke first`() async throws {
        try await PrivateCluster.with("away") { cluster in
            let database = try await cluster.database()
            try await database.log.open()
            let log = EventLog(
                database.connections, programVersion: "test", logger: .silent, reconnectingMax: .milliseconds(500))
            let holder = try await PostgresConnection.connect(
                PostgresConfiguration(connectionString: database.superuserConnection), logger: .silent)
            try await holder.withSession { session in
                try session.run(script: "BEGIN; SELECT head FROM casefeedback.logs FOR UPDATE")
            }
            let request = try AppendRequest.of([NoteTaken(in: "a", number: 1)])
            let waiting = Task { () async throws(StoreError) -> Verdict in try await log.append(request) }
            try await Task.sleep(for: .milliseconds(300))
            try await cluster.kill()
            do {
                _ = try await waiting.value
                Issue.record("the append was answered")
            } catch StoreError.outcomeUnknown {
            }
            try await cluster.start()
            #expect(try await database.log.append(request).range?.first == Position(2))
            await holder.close()
            await database.close()
        }
    }

    /// One command's rows take the others of its transaction with them, so that each is tried by itself; the second of these is
    /// under way when the database goes.
    @Test func `is given up in time with the others of a refused transaction`() async throws {
        try await PrivateCluster.with("refused") { cluster in
            let database = try await cluster.database()
            try await database.log.open()
            let slow = [UInt8](repeating: 8, count: 32)
            try await database.holdCommands(withFingerprint: slow)
            let log = EventLog(
                database.connections, programVersion: "test", logger: .silent, reconnectingMax: .seconds(5))
            let refused = try AppendRequest.of(
                [NoteTaken(in: "refused", number: 1)], fingerprint: Array(slow.dropLast()))
            let others = try (1...12).map {
                try AppendRequest.of([NoteTaken(in: "\($0)", number: 1)], fingerprint: slow)
            }
            let waiting = Task { try await log.outcomesBehindALock([.note(0), refused] + others, in: database) }
            try await database.waitUntilACommandIsHeld()
            try await cluster.kill()
            let killed = ContinuousClock.now
            let outcomes = try await waiting.value
            // One after the other they would take a minute.
            #expect(killed.duration(to: .now) < .seconds(30))
            let away = Array(repeating: "away", count: others.count - 1)
            #expect(outcomes.map(\.kind) == ["accepted", "refused", "unknown"] + away)
            try await cluster.start()
            #expect(try await database.log.state(of: OrganisationID.gothenburg.cases)?.head == Position(2))
            await database.close()
        }
    }

    /// Two transactions are on its connection, the first held in the database, and more wait behind them than could be tried one
    /// after the other.
    @Test func `is of unknown outcome for all that was on a lane, and given up at once for all that waits behind`()
        async throws
    {
        try await PrivateCluster.with("lane") { cluster in
            let database = try await cluster.database()
            try await database.log.open()
            let slow = [UInt8](repeating: 8, count: 32)
            try await database.holdCommands(withFingerprint: slow)
            let log = Self.laneOfEight(in: database, reconnectingMax: .seconds(3))
            let first = try Self.eight(withFingerprint: slow)
            let others = try (1...8 + 24).map { try AppendRequest.note($0) }
            let held = Task { try await log.outcomesBehindALock([.note(0)] + first, in: database) }
            try await database.waitUntilACommandIsHeld()
            var killed = ContinuousClock.now
            let outcomes = try await log.outcomesBesideATransaction(others) {
                try await cluster.kill()
                killed = .now
            }
            // One transaction after the other, each waits twice for a connection: they would take another minute.
            #expect(killed.duration(to: .now) < .seconds(30))
            let unknown = Array(repeating: "unknown", count: 8)
            #expect(try await held.value.map(\.kind) == ["accepted"] + unknown)
            #expect(outcomes.map(\.kind) == unknown + Array(repeating: "away", count: 24))
            try await cluster.start()
            #expect(try await database.log.state(of: OrganisationID.gothenburg.cases)?.head == Position(2))
            await database.close()
        }
    }

    /// Both transactions of a lane are rolled back; the first is under way again when the database goes.
    @Test func `is known to have changed nothing where the database had rolled it back, and it was not sent again`()
        async throws
    {
        try await PrivateCluster.with("back") { cluster in
            let database = try await cluster.database()
            try await database.log.open()
            let slow = [UInt8](repeating: 8, count: 32)
            try await database.holdCommands(withFingerprint: slow, rollingBackFirst: 2)
            let log = Self.laneOfEight(in: database, reconnectingMax: .zero)
            let (first, second) = (try Self.eight(withFingerprint: slow), try Self.eight(withFingerprint: slow))
            let (held, outcomes) = try await database.holdingGate("rollback") { release in
                let held = Task { try await log.outcomesBehindALock([.note(0)] + first, in: database) }
                try await database.waitAtGate()
                let outcomes = try await log.outcomesBesideATransaction(second) {
                    try await release()
                    try await database.waitUntilACommandIsHeld()
                    try await cluster.kill()
                }
                return (try await held.value, outcomes)
            }
            #expect(held.map(\.kind) == ["accepted"] + Array(repeating: "unknown", count: 8))
            #expect(outcomes.map(\.kind) == Array(repeating: "away", count: 8))
            await database.close()
        }
    }

    private static func laneOfEight(in database: TestDatabase, reconnectingMax: Duration) -> EventLog {
        var limits = AppendLimits()
        limits.commandsPerTransaction = 8
        return EventLog(
            database.connections, programVersion: "test", logger: .silent, reconnectingMax: reconnectingMax,
            limits: limits)
    }

    private static func eight(withFingerprint fingerprint: [UInt8]) throws -> [AppendRequest] {
        try (1...8).map { try .of([NoteTaken(in: "\($0)", number: 1)], fingerprint: fingerprint) }
    }
}

extension EventLog {
    /// They come in order while a transaction of the log is held on its lane: the first eight go there too, the others wait.
    /// Then calls `body`.
    fileprivate func outcomesBesideATransaction(
        _ requests: [AppendRequest], then body: () async throws -> Void
    ) async throws -> [Result<Verdict, StoreError>] {
        try await withThrowingTaskGroup(of: (Int, Result<Verdict, StoreError>).self) { group in
            for (index, request) in requests.enumerated() {
                group.addTask {
                    do throws(StoreError) { return (index, .success(try await self.append(request))) } catch {
                        return (index, .failure(error))
                    }
                }
                let waiting = (index + 1) - (index < 7 ? 0 : 8)
                while commandsWaiting(for: request.log) != waiting { await Task.yield() }
            }
            try await body()
            var outcomes = Array(repeating: Result<Verdict, StoreError>.success(.dropped), count: requests.count)
            for try await (index, outcome) in group { outcomes[index] = outcome }
            return outcomes
        }
    }
}

extension Result<Verdict, StoreError> {
    fileprivate var kind: String {
        switch self {
        case .success(.accepted): "accepted"
        case .failure(.outcomeUnknown): "unknown"
        // Who reads this takes it that something may have been done.
        case .failure(.database(.connectionLost)): "lost"
        case .failure(.database(let cause)): cause.isTransient ? "away" : "refused"
        default: "\(self)"
        }
    }
}

extension TestDatabase {
    /// Holds transactions with such a command, but for the first ones that come: those pass a gate named `rollback`, and are
    /// rolled back as one that may succeed when it is tried again.
    fileprivate func holdCommands(
        withFingerprint fingerprint: [UInt8], rollingBackFirst rollbacks: Int = 0
    ) async throws {
        let hex = fingerprint.map { $0 < 16 ? "0\(String($0, radix: 16))" : String($0, radix: 16) }.joined()
        try await asSuperuser { session in
            try session.run(
                script: """
                    CREATE SEQUENCE public.tries;
                    CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
                    BEGIN
                        IF NEW.fingerprint <> '\\x\(hex)' THEN RETURN NEW; END IF;
                        IF nextval('public.tries') <= \(rollbacks) THEN
                            PERFORM pg_advisory_xact_lock_shared(hashtext('rollback'));
                            RAISE EXCEPTION 'try again' USING ERRCODE = 'serialization_failure';
                        END IF;
                        PERFORM pg_sleep(600);
                        RETURN NEW;
                    END
                    $$;
                    CREATE TRIGGER hold BEFORE INSERT ON casefeedback.commands FOR EACH ROW EXECUTE FUNCTION hold();
                    """)
        }
    }

    fileprivate func waitUntilACommandIsHeld() async throws {
        try await asSuperuser { session in
            while try session.query("SELECT FROM pg_stat_activity WHERE wait_event = 'PgSleep'").rows.isEmpty {}
        }
    }
}
