import Testing

@testable import Postgres

@Suite(.serialized) struct `Calls in flight on one connection` {
    private static let doubled = PostgresStatement("select $1::int8 * 2")
    private static let divided = PostgresStatement("select 100 / $1::int8")
    private static let slept = PostgresStatement("select $1::int8 from pg_sleep($2)")

    private static func number(_ result: PostgresResult) -> Int64? { try? result.rows[0].decode(0, as: Int64.self) }

    /// A pool of one connection, and calls on it.
    private static func calls() async throws -> (PostgresPool, PostgresCalls) {
        let pool = try `A pool`.pool(size: 1)
        return (pool, try #require(try await pool.calls()))
    }

    @Test func `are answered in their order, whoever sent them`() async throws {
        let (pool, calls) = try await Self.calls()
        for first in stride(from: 0, to: 150, by: 3) as StrideTo<Int64> {
            for number in first..<first + 3 { calls.send(Self.doubled, [number]) }
            for number in first..<first + 3 {
                let answer = try await calls.next(Self.number)
                #expect(answer == 2 * number)
            }
        }
        await withTaskGroup { group in
            for _ in 0..<20 { group.addTask { calls.send(Self.doubled, [21 as Int64]) } }
        }
        for _ in 0..<20 { #expect(try await calls.next(Self.number) == 42) }
        _ = consume calls
        await pool.close()
    }

    @Test func `are sent while the server works on those before`() async throws {
        let (pool, calls) = try await Self.calls()
        let process = PostgresStatement("select pg_backend_pid()::int8")
        calls.send(process, [])
        let backend = try #require(try await calls.next(Self.number))
        let holder = try await TestDatabase.connect()
        try await holder.withSession { try $0.run(script: "select pg_advisory_lock(4711)") }
        calls.send(PostgresStatement("select $1 from (select pg_advisory_xact_lock(4711)) as waited"), [1 as Int64])
        try await TestDatabase.waitUntil("wait_event = 'advisory'", ofBackend: Int32(backend))
        calls.send(Self.doubled, [2 as Int64])
        calls.send(Self.doubled, [3 as Int64])
        await holder.close()
        for answer in [1, 4, 6] as [Int64] { #expect(try await calls.next(Self.number) == answer) }
        _ = consume calls
        await pool.close()
    }

    @Test func `end by themselves: an error takes no other with it`() async throws {
        let (pool, calls) = try await Self.calls()
        let unknown = PostgresStatement("select * from there_is_no_such_table")
        for divisor in [5, 0, 4] as [Int64] { calls.send(Self.divided, [divisor]) }
        calls.send(unknown, [])
        calls.send(unknown, [])
        calls.send(Self.divided, [2 as Int64])
        #expect(try await calls.next(Self.number) == 20)
        await #expect {
            try await calls.next(Self.number)
        } throws: { ($0 as? PostgresError)?.sqlState == SQLState(rawValue: "22012") }
        #expect(try await calls.next(Self.number) == 25)
        for _ in 0..<2 {
            await #expect(throws: PostgresError.self) { try await calls.next(Self.number) }
        }
        #expect(try await calls.next(Self.number) == 50)
        _ = consume calls
        await pool.close()
    }

    @Test func `commit one by one`() async throws {
        let (pool, calls) = try await Self.calls()
        let transaction = PostgresStatement("select pg_current_xact_id()::text::int8")
        var transactions: Set<Int64> = []
        for _ in 0..<3 { calls.send(transaction, []) }
        for _ in 0..<3 { transactions.insert(try #require(try await calls.next(Self.number))) }
        #expect(transactions.count == 3)
        _ = consume calls
        await pool.close()
    }

    @Test func `send and read more than the socket takes at once`() async throws {
        let (pool, calls) = try await Self.calls()
        let echo = PostgresStatement("select $1::bytea || $1::bytea")
        let large = [UInt8](repeating: 7, count: 8 << 20)
        for _ in 0..<3 { calls.send(echo, [large]) }
        for _ in 0..<3 {
            let count = try await calls.next { (try? $0.rows[0].decode(0, as: [UInt8].self))?.count }
            #expect(count == 16 << 20)
        }
        _ = consume calls
        await pool.close()
    }

    @Test func `are all told when the connection is lost`() async throws {
        let (pool, calls) = try await Self.calls()
        calls.send(PostgresStatement("select pg_terminate_backend(pg_backend_pid())"), [])
        calls.send(Self.doubled, [2 as Int64])
        for _ in 0..<2 {
            await #expect {
                try await calls.next(Self.number)
            } throws: { ($0 as? PostgresError)?.isConnectionLoss == true }
        }
        calls.send(Self.doubled, [2 as Int64])
        await #expect(throws: PostgresError.self) { try await calls.next(Self.number) }
        _ = consume calls
        #expect(try await pool.call(Self.doubled, [4 as Int64], Self.number) == 8)
        await pool.close()
    }

    /// Sending reads what has come where it can't write: whoever waits for the socket is not told by it then.
    @Test func `are read by who waits already when larger ones are sent`() async throws {
        let (pool, calls) = try await Self.calls()
        let measured = PostgresStatement("select length($1::bytea)::int8 from pg_sleep($2)")
        let large = [UInt8](repeating: 7, count: 4 << 20)
        for _ in 0..<20 {
            calls.send(measured, [[1] as [UInt8], 0.002])
            async let first = calls.next(Self.number)
            try await Task.sleep(for: .milliseconds(1))
            calls.send(measured, [large, 0.0])
            #expect(try await first == 1)
            #expect(try await calls.next(Self.number) == 4 << 20)
        }
        _ = consume calls
        await pool.close()
    }

    @Test func `are all answered when the server ends the connection while they are sent and waited for`() async throws
    {
        for _ in 0..<20 {
            let (pool, calls) = try await Self.calls()
            calls.send(PostgresStatement("select pg_backend_pid()::int8"), [])
            let backend = try #require(try await calls.next(Self.number))
            try await Self.end(backend, of: calls)
            _ = consume calls
            await pool.close()
        }
    }

    private static func end(_ backend: Int64, of calls: PostgresCalls) async throws {
        let ended = PostgresStatement("select pg_terminate_backend($1::int8::int4)")
        calls.send(Self.slept, [1 as Int64, 10.0])
        async let first = Self.isLost(calls)
        async let end: Void = TestDatabase.session { _ = try $0.execute(ended, [backend]) }
        for number in 1..<200 { calls.send(Self.doubled, [Int64(number)]) }
        try await end
        #expect(await first)
        for _ in 1..<200 { #expect(await Self.isLost(calls)) }
    }

    private static func isLost(_ calls: PostgresCalls) async -> Bool {
        do { _ = try await calls.next(number) } catch { return error.isConnectionLoss }
        return false
    }

    @Test func `are not begun on a connection that is lost, which nobody is given again`() async throws {
        let pool = try `A pool`.pool(size: 1)
        let connection = try await TestDatabase.connect()
        connection.session?.wire.abandon(because: "the test")
        #expect(try PostgresCalls(PoolLease(connection, 0, of: pool)) == nil)
        #expect(connection.condition.current == .lost)
        await pool.close()
    }

    @Test(arguments: [true, false]) func `give the connection back, but not with answers to come`(
        isRead: Bool
    ) async throws {
        let (pool, calls) = try await Self.calls()
        let process = PostgresStatement("select pg_backend_pid()::int8")
        calls.send(process, [])
        let backend = try await calls.next(Self.number)
        if !isRead { calls.send(Self.slept, [1 as Int64, 0.2]) }
        _ = consume calls
        let next = try await pool.call(process, [], Self.number)
        #expect((next == backend) == isRead)
        #expect(pool.statistics.leased == 0)
        await pool.close()
    }
}
