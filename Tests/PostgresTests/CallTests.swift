import Foundation
import Testing

@testable import Postgres

/// Calls after the first of a statement, which prepares it, go without the connection's thread where the system can.
@Suite(.serialized) struct `A call of one statement` {
    static func process(_ result: PostgresResult) -> Int32? { try? result.rows[0].decode(0, as: Int32.self) }

    /// A pool of one connection that has prepared the statement; gives the process that serves it.
    static func pool(preparing statement: PostgresStatement, _ values: PostgresBindings) async throws -> (
        PostgresPool, process: Int32
    ) {
        let pool = try `A pool`.pool(size: 1)
        _ = try await pool.call(statement, values) { $0.count }
        let process = try await pool.call(`A pool`.process, [], Self.process)
        return (pool, try #require(process))
    }

    @Test func `gives its answer, the first time and later`() async throws {
        let pool = try `A pool`.pool(size: 2)
        let doubled = PostgresStatement("select $1::int8 * 2")
        for number in 0..<200 as Range<Int64> {
            #expect(try await pool.call(doubled, [number]) { try? $0.rows[0].decode(0, as: Int64.self) } == number * 2)
        }
        await pool.close()
    }

    @Test func `is served beside many others, each its own answer`() async throws {
        let pool = try `A pool`.pool(size: 8, waiters: 200)
        let slept = PostgresStatement("select $1::int8 from pg_sleep(0.002)")
        try await withThrowingTaskGroup { group in
            for number in 0..<200 as Range<Int64> {
                group.addTask {
                    let answer = try await pool.call(slept, [number]) { try? $0.rows[0].decode(0, as: Int64.self) }
                    #expect(answer == number)
                }
            }
            try await group.waitForAll()
        }
        #expect(pool.statistics.leased == 0)
        await pool.close()
    }

    /// Both are many times what the kernel holds for a socket.
    @Test func `sends and reads more than the socket takes at once`() async throws {
        let echo = PostgresStatement("select $1::bytea || $1::bytea")
        let (pool, _) = try await Self.pool(preparing: echo, [[1] as [UInt8]])
        let large = [UInt8](repeating: 7, count: 8 << 20)
        let answer = try await pool.call(echo, [large]) { (try? $0.rows[0].decode(0, as: [UInt8].self))?.count }
        #expect(answer == 16 << 20)
        await pool.close()
    }

    @Test func `throws what the server refuses, and the connection serves on`() async throws {
        let divided = PostgresStatement("select 1 / $1::int4")
        let (pool, process) = try await Self.pool(preparing: divided, [1 as Int32])
        await #expect {
            try await pool.call(divided, [0 as Int32]) { $0.count }
        } throws: { ($0 as? PostgresError)?.sqlState == SQLState(rawValue: "22012") }
        #expect(try await pool.call(`A pool`.process, [], Self.process) == process)
        await pool.close()
    }

    @Test func `is prepared again after its plan no longer fits`() async throws {
        let connection = try await TestDatabase.connect()
        let shape = PostgresStatement("select * from shape")
        try await connection.withSession { try $0.run(script: "create temp table shape as select 1 as a") }
        #expect(try await connection.call(shape, []) { $0.rows[0].columnCount } == 1)
        try await connection.withSession { try $0.run(script: "alter table shape add b int") }
        await #expect(throws: PostgresError.self) { try await connection.call(shape, []) { $0.count } }
        #expect(try await connection.call(shape, []) { $0.rows[0].columnCount } == 2)
        await connection.close()
    }

    @Test func `tells of a connection that is lost while it waits`() async throws {
        let sleep = `A pool`.sleep
        let (pool, process) = try await Self.pool(preparing: sleep, [0.0])
        let call = Task { try await pool.call(sleep, [30.0]) { $0.count } }
        try await TestDatabase.waitUntil("wait_event = 'PgSleep'", ofBackend: process)
        try await TestDatabase.session {
            _ = try $0.execute(PostgresStatement("select pg_terminate_backend($1)"), [process])
        }
        await #expect { try await call.value } throws: { ($0 as? PostgresError)?.isConnectionLoss == true }
        // The pool throws it away and opens another.
        let next = try await pool.call(`A pool`.process, [], Self.process)
        #expect(next != nil && next != process)
        await pool.close()
    }

    /// libpq closes a connection on which it can't send, and its number may be another's at once.
    @Test func `that can't be sent leaves a connection that nobody is given again`() async throws {
        let connection = try await TestDatabase.connect()
        let measured = PostgresStatement("select length($1::bytea)")
        _ = try await connection.call(measured, [[1] as [UInt8]]) { $0.count }
        let state = connection.condition.current
        let socket = try #require({ if case .clean(let socket) = state { socket } else { nil } }())
        try #require(shutdown(socket, Int32(SHUT_RDWR)) == 0)
        let large = [UInt8](repeating: 7, count: 64 * 1024)
        await #expect {
            try await connection.call(measured, [large]) { $0.count }
        } throws: { ($0 as? PostgresError)?.isConnectionLoss == true }
        #expect(connection.condition.current == .lost)
        await connection.close()
    }

    @Test func `is not begun for a cancelled task, and not cut off once it was sent`() async throws {
        let sleep = `A pool`.sleep
        let (pool, process) = try await Self.pool(preparing: sleep, [0.0])
        let early = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await pool.call(sleep, [0.0]) { $0.count }
        }
        await #expect(throws: PostgresError.cancelled) { try await early.value }
        let late = Task { try await pool.call(sleep, [0.3]) { $0.count } }
        try await TestDatabase.waitUntil("wait_event = 'PgSleep'", ofBackend: process)
        late.cancel()
        #expect(try await late.value == 1)
        #expect(try await pool.call(`A pool`.process, [], Self.process) == process)
        await pool.close()
    }
}
