import Logging
import Testing

@testable import Postgres

@Suite(.serialized) struct `A pool` {
    static let sleep = PostgresStatement("select pg_sleep($1)")
    static let process = PostgresStatement("select pg_backend_pid()")

    static func process(_ session: PostgresSession) throws(PostgresError) -> Int32 {
        try session.execute(process).rows[0].decode(0, as: Int32.self)
    }

    /// Patient: when all tests begin at once, each waits for many others.
    static func pool(
        size: Int = 2, waiters: Int = 100, timeout: Duration = .seconds(120),
        _ configuration: PostgresConfiguration? = nil
    ) throws -> PostgresPool {
        PostgresPool(
            try configuration ?? TestDatabase.configuration(), size: size, maximumWaiters: waiters,
            acquireTimeout: timeout, logger: TestDatabase.logger)
    }

    static func setting(_ session: PostgresSession, _ name: String) throws(PostgresError) -> String? {
        try session.execute(PostgresStatement("select current_setting($1, true)"), [name]).rows[0].decode(0)
    }

    @Test func `shares few connections among many`() async throws {
        let pool = try Self.pool(size: 3)
        let processes = try await withThrowingTaskGroup(of: Int32.self) { group in
            for _ in 0..<60 { group.addTask { try await pool.withSession(Self.process) } }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect((1...3).contains(processes.count))
        #expect(pool.statistics.opened <= 3)
        #expect(pool.statistics.leased == 0)
        await pool.close()
    }

    @Test func `serves in the order of asking`() async throws {
        let pool = try Self.pool(size: 1)
        let served = Shared([] as [Int])
        try await withThrowingTaskGroup { group in
            try await pool.withConnection { _ in
                for number in 0..<20 {
                    group.addTask { try await pool.withConnection { _ in served.change { $0.append(number) } } }
                    while pool.statistics.waiting <= number { try await Task.sleep(for: .milliseconds(1)) }
                }
            }
            try await group.waitForAll()
        }
        #expect(served.value == Array(0..<20))
        await pool.close()
    }

    @Test func `refuses when too many wait, and who waits too long`() async throws {
        let pool = try Self.pool(size: 1, waiters: 1, timeout: .milliseconds(300))
        try await pool.withConnection { _ in
            let patient = Task { try await pool.withSession(Self.process) }
            while pool.statistics.waiting < 1 { try await Task.sleep(for: .milliseconds(1)) }
            await #expect(throws: PostgresError.poolExhausted(waiting: 1)) { try await pool.withSession(Self.process) }
            await #expect(throws: PostgresError.poolExhausted(waiting: 0)) { try await patient.value }
        }
        _ = try await pool.withSession(Self.process)
        await pool.close()
    }

    @Test func `takes a cancelled caller out of the queue`() async throws {
        let pool = try Self.pool(size: 1)
        try await pool.withConnection { _ in
            let task = Task { try await pool.withSession(Self.process) }
            while pool.statistics.waiting < 1 { try await Task.sleep(for: .milliseconds(1)) }
            task.cancel()
            await #expect(throws: PostgresError.cancelled) { try await task.value }
            #expect(pool.statistics.waiting == 0)
        }
        await pool.close()
    }

    @Test func `gives the connection back when the closure throws`() async throws {
        struct Stop: Error {}
        let pool = try Self.pool(size: 1)
        for _ in 0..<3 {
            await #expect(throws: Stop.self) { try await pool.withSession { _ in throw Stop() } }
            await #expect(throws: Stop.self) { try await pool.withConnection { _ in throw Stop() } }
        }
        _ = try await pool.withSession(Self.process)
        #expect(pool.statistics.opened == 1)
        await pool.close()
    }

    @Test func `cleans what a caller leaves behind`() async throws {
        let pool = try Self.pool(size: 1)
        let first = try await pool.withSession { session in
            try session.run(
                script: """
                    set application_name = 'left'; set role pg_monitor; listen left_behind;
                    create temp table left_behind (); select pg_advisory_lock(4711)
                    """)
            try session.execute(PostgresStatement("select set_config('app.tenant', '1480', false)"))
            try session.run(script: "begin")
            return session.backendProcessID
        }
        let (second, state) = try await pool.withSession { session in
            let state = try session.execute(
                PostgresStatement(
                    """
                    select current_user::text, to_regclass('pg_temp.left_behind') is null,
                        not exists (select from pg_listening_channels()),
                        not exists (select from pg_locks where locktype = 'advisory' and pid = pg_backend_pid())
                    """)
            ).rows[0]
            #expect(!session.isInTransaction)
            #expect(try state.decode(0, as: String.self) == "postgres")
            let clean = try (1...3).allSatisfy { try state.decode($0, as: Bool.self) }
            let settings = [try Self.setting(session, "application_name"), try Self.setting(session, "app.tenant")]
            return (session.backendProcessID, (clean, settings))
        }
        #expect(first == second)
        #expect(state.0)
        #expect(state.1 == ["", ""])
        await pool.close()
    }

    @Test func `goes back to the role of the connection, not to that of the login`() async throws {
        let configuration = try TestDatabase.configuration(["options": "-c role=pg_monitor"])
        let pool = try Self.pool(size: 1, configuration)
        try await pool.withSession { try $0.run(script: "set role none") }
        let role = try await pool.withSession {
            try $0.execute(PostgresStatement("select current_user::text")).rows[0].decode(0, as: String.self)
        }
        #expect(role == "pg_monitor")
        await pool.close()
    }

    @Test func `throws a broken connection away`() async throws {
        let pool = try Self.pool(size: 1)
        let first = try await pool.withSession(Self.process)
        await #expect {
            try await pool.withSession { session in
                _ = try session.execute(PostgresStatement("select pg_terminate_backend(pg_backend_pid())"))
            }
        } throws: { ($0 as? PostgresError)?.isConnectionLoss == true }
        let second = try await pool.withSession(Self.process)
        #expect(first != second)
        #expect(pool.statistics.discarded == 1)
        await pool.close()
    }

    @Test func `does not hand out a connection that died while it was idle`() async throws {
        let pool = try Self.pool(size: 1)
        let first = try await pool.withSession(Self.process)
        try await TestDatabase.session { session in
            _ = try session.execute(PostgresStatement("select pg_terminate_backend($1)"), [first])
        }
        try await Task.sleep(for: .milliseconds(200))
        let second = try await pool.withSession(Self.process)
        #expect(first != second)
        await pool.close()
    }

    @Test func `closes idle connections that no longer answer`() async throws {
        var limits = PoolLimits(size: 1, maximumWaiters: 1, acquireTimeout: .seconds(5))
        limits.checkInterval = .milliseconds(50)
        let pool = PostgresPool(try TestDatabase.configuration(), limits: limits, logger: TestDatabase.logger)
        let process = try await pool.withSession(Self.process)
        try await Task.sleep(for: .milliseconds(300))
        // It has been asked several times by now, and lives.
        #expect(pool.statistics.idle == 1)
        try await TestDatabase.session { session in
            _ = try session.execute(PostgresStatement("select pg_terminate_backend($1)"), [process])
        }
        for _ in 0..<200 where pool.statistics.discarded == 0 { try await Task.sleep(for: .milliseconds(20)) }
        #expect(pool.statistics.discarded == 1)
        await pool.close()
    }

    @Test func `closes when the last lease is back, and then refuses`() async throws {
        let pool = try Self.pool(size: 2)
        let isClosed = Shared(false)
        let closing = try await pool.withConnection { connection in
            let closing = Task {
                await pool.close()
                isClosed.change { $0 = true }
            }
            try await Task.sleep(for: .milliseconds(100))
            #expect(!isClosed.value)
            _ = try await connection.withSession(Self.process)
            return closing
        }
        await closing.value
        await #expect(throws: PostgresError.poolClosed) { try await pool.withSession(Self.process) }
        await pool.close()
    }

    @Test func `says at once why it never had a connection`() async throws {
        var configuration = try TestDatabase.configuration(["dbname": "no_such_database"])
        configuration.options["application_name"] = "pool test"
        let pool = try Self.pool(timeout: .seconds(60), configuration)
        await #expect { try await pool.withSession(Self.process) } throws: {
            ($0 as? PostgresError)?.sqlState == .invalidCatalogName
        }
        await pool.close()
    }

    /// Eight tasks write a number each, again and again, while the server is killed and started three times. What was
    /// acknowledged must be there, and the pool must work again by itself.
    @Test func `survives a server that is killed and started again`() async throws {
        try await PrivateCluster.withCluster { cluster in
            let pool = try Self.pool(size: 4, PostgresConfiguration(connectionString: cluster.connectionString))
            try await pool.withSession { try $0.run(script: "create table item (worker int8, number int8)") }
            let insert = PostgresStatement("insert into item values ($1, $2)")
            let acknowledged = try await withThrowingTaskGroup(of: [Int64].self) { group in
                let isOver = Shared(false)
                for worker in 0..<8 as Range<Int64> {
                    group.addTask {
                        var done: [Int64] = []
                        var number: Int64 = 0
                        while !isOver.value {
                            number += 1
                            let value = worker * 1_000_000 + number
                            do throws(PostgresError) {
                                try await pool.withSession { session throws(PostgresError) in
                                    _ = try session.execute(insert, [worker, value])
                                }
                                done.append(value)
                            } catch { guard error.isTransient else { throw error } }
                        }
                        return done
                    }
                }
                for _ in 0..<3 {
                    try await Task.sleep(for: .milliseconds(300))
                    try await cluster.kill()
                    try await Task.sleep(for: .milliseconds(300))
                    try await cluster.start()
                }
                try await Task.sleep(for: .milliseconds(500))
                isOver.change { $0 = true }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            let stored = try await pool.withSession { session in
                Set(
                    try session.execute(PostgresStatement("select number from item")).rows.map {
                        try $0.decode(0, as: Int64.self)
                    })
            }
            #expect(acknowledged.count > 100)
            #expect(Set(acknowledged).subtracting(stored).isEmpty)
            #expect(pool.statistics.leased == 0)
            await pool.close()
        }
    }

    @Test func `waits for a server that is being restarted`() async throws {
        try await PrivateCluster.withCluster { cluster in
            let pool = try Self.pool(size: 2, PostgresConfiguration(connectionString: cluster.connectionString))
            let first = try await pool.withSession(Self.process)
            try await cluster.stop()
            let waiting = Task { try await pool.withSession(Self.process) }
            while pool.statistics.failedAttempts < 2 { try await Task.sleep(for: .milliseconds(10)) }
            try await cluster.start()
            #expect(try await waiting.value != first)
            await pool.close()
        }
    }
}
