import Postgres
import Testing

@Suite(.serialized) struct `Sending statements in a pipeline` {
    static let echo = PostgresStatement("select $1::bytea, $2::int4")
    static let insert = PostgresStatement("insert into item values ($1)")
    static let count = PostgresStatement("select count(*) from item")

    static func count(_ session: PostgresSession) throws(PostgresError) -> Int64 {
        try session.execute(count).rows[0].decode(0, as: Int64.self)
    }

    @Test func `gives each answer by its handle`() async throws {
        let answers = try await TestDatabase.session { session in
            try session.pipeline { pipeline in
                let handles = try (1...5).map { try pipeline.enqueue(Self.echo, [[UInt8](), Int32($0)]) }
                return try handles.reversed().map { try pipeline.result(of: $0).rows[0].decode(1, as: Int32.self) }
            }
        }
        #expect(answers == [5, 4, 3, 2, 1])
    }

    /// 10,000 statements of 20 KiB in either direction, none read before all are sent: 200 MB each way.
    @Test func `can't be blocked by full buffers on both sides`() async throws {
        let total = try await TestDatabase.session { session in
            try session.pipeline { pipeline in
                let bytes = [UInt8](repeating: 7, count: 20_000)
                var handles: [PostgresPipeline.Handle] = []
                for number in 0..<10_000 {
                    handles.append(try pipeline.enqueue(Self.echo, [bytes, Int32(number)]))
                    if number % 1000 == 999 { try pipeline.sync() }
                }
                return try handles.reduce(0) { sum, handle in
                    let row = try pipeline.result(of: handle).rows[0]
                    return sum + row.withBytes(0) { $0?.count ?? 0 }
                }
            }
        }
        #expect(total == 200_000_000)
    }

    /// Each answer is larger than what the kernel holds between the two, and so are all questions together: whoever waits
    /// for room to send without reading meanwhile waits for ever.
    @Test(.timeLimit(.minutes(2))) func `can't be blocked by answers that are larger than all buffers`() async throws {
        let total = try await TestDatabase.session { session in
            try session.pipeline { pipeline in
                let enlarge = PostgresStatement("select repeat('x', 2000000), $1::bytea is null")
                let bytes = [UInt8](repeating: 7, count: 30_000)
                let handles = try (0..<60).map { _ in try pipeline.enqueue(enlarge, [bytes]) }
                return try handles.reduce(0) { sum, handle in
                    sum + (try pipeline.result(of: handle).rows[0].withBytes(0) { $0?.count ?? 0 })
                }
            }
        }
        #expect(total == 120_000_000)
    }

    @Test func `delivers an error to each statement up to the next sync`() async throws {
        let (errors, count) = try await TestDatabase.session { session in
            try session.run(script: "create temp table item (id int4 primary key)")
            let errors = try session.pipeline { pipeline in
                let values: [Int32] = [1, 1, 2]
                let failing = try values.map { try pipeline.enqueue(Self.insert, [$0]) }
                try pipeline.sync()
                let fine = try pipeline.enqueue(Self.insert, [3 as Int32])
                try pipeline.sync()
                let errors = failing.map { handle in
                    do throws(PostgresError) { return try pipeline.result(of: handle).commandTag } catch {
                        return error.sqlState?.rawValue ?? "\(error)"
                    }
                }
                _ = try pipeline.result(of: fine)
                return errors
            }
            return (errors, try Self.count(session))
        }
        #expect(errors == ["INSERT 0 1", "23505", "23505"])
        // The first insert was in the same implicit transaction.
        #expect(count == 1)
    }

    @Test func `throws at the end what nobody asked for`() async throws {
        await #expect {
            try await TestDatabase.session { session in
                try session.pipeline { pipeline in
                    try pipeline.enqueue(PostgresStatement("select 1/$1::int4"), [0 as Int32])
                    try pipeline.sync()
                    try pipeline.enqueue(PostgresStatement("select 1"))
                }
            }
        } throws: { ($0 as? PostgresError)?.sqlState == SQLState(rawValue: "22012") }
    }

    @Test func `reports an error of the implicit commit for all that it takes along`() async throws {
        let (state, count) = try await TestDatabase.session { session in
            try session.run(
                script: """
                    create temp table parent (id int4 primary key);
                    create temp table item (id int4 references parent deferrable initially deferred)
                    """)
            let state = try session.pipeline { pipeline in
                let handle = try pipeline.enqueue(Self.insert, [1 as Int32])
                try pipeline.sync()
                do throws(PostgresError) {
                    _ = try pipeline.result(of: handle)
                    return nil as SQLState?
                } catch { return error.sqlState }
            }
            return (state, try Self.count(session))
        }
        #expect(state == .foreignKeyViolation)
        #expect(count == 0)
    }

    @Test func `rolls back what is not synced when the closure throws`() async throws {
        struct Stop: Error {}
        let count = try await TestDatabase.session { session in
            try session.run(script: "create temp table item (id int4)")
            do {
                try session.pipeline { pipeline in
                    try pipeline.enqueue(Self.insert, [1 as Int32])
                    try pipeline.sync()
                    try pipeline.enqueue(Self.insert, [2 as Int32])
                    throw Stop()
                }
            } catch is Stop {}
            return try Self.count(session)
        }
        #expect(count == 1)
    }

    @Test func `prepares again what an error swallowed`() async throws {
        let answer = try await TestDatabase.session { session in
            try session.pipeline { pipeline in
                let failing = try pipeline.enqueue(PostgresStatement("select 1/$1::int4"), [0 as Int32])
                try pipeline.enqueue(Self.echo, [[UInt8](), 1 as Int32])
                try pipeline.sync()
                let handle = try pipeline.enqueue(Self.echo, [[UInt8](), 2 as Int32])
                try pipeline.sync()
                #expect(throws: PostgresError.self) { try pipeline.result(of: failing) }
                return try pipeline.result(of: handle).rows[0].decode(1, as: Int32.self)
            }
        }
        #expect(answer == 2)
    }

    @Test func `belongs to the transaction that it is in`() async throws {
        struct Stop: Error {}
        let count = try await TestDatabase.session { session in
            try session.run(script: "create temp table item (id int4)")
            do {
                try session.transaction {
                    try session.pipeline { pipeline in
                        try pipeline.enqueue(Self.insert, [1 as Int32])
                        try pipeline.sync()
                    }
                    throw Stop()
                }
            } catch is Stop {}
            return try Self.count(session)
        }
        #expect(count == 0)
    }

    @Test func `refuses other work inside`() async throws {
        await #expect {
            try await TestDatabase.session { session in
                try session.pipeline { _ in try session.execute(PostgresStatement("select 1")) }.count
            }
        } throws: { if case .protocolViolation = $0 as? PostgresError { true } else { false } }
    }

    @Test func `ends by a deadline`() async throws {
        let (error, after) = try await TestDatabase.session { session in
            do throws(PostgresError) {
                try session.withDeadline(.milliseconds(100)) { () throws(PostgresError) in
                    try session.pipeline { pipeline throws(PostgresError) in
                        try pipeline.enqueue(PostgresStatement("select pg_sleep($1)"), [30.0])
                        try pipeline.sync()
                    }
                }
                return (nil as PostgresError?, Int32(0))
            } catch {
                return (error, try session.execute(PostgresStatement("select 1")).rows[0].decode(0, as: Int32.self))
            }
        }
        #expect(error == .deadlineExceeded)
        #expect(after == 1)
    }
}
