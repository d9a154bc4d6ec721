import Postgres
import Testing

@Suite(.serialized) struct `A deadline` {
    static let sleep = PostgresStatement("select pg_sleep($1)")

    @Test func `cancels the statement on the server, and the connection lives on`() async throws {
        let start = ContinuousClock.now
        let (error, running) = try await TestDatabase.session { session in
            var found: PostgresError?
            do throws(PostgresError) {
                try session.withDeadline(.milliseconds(100)) { () throws(PostgresError) in
                    try session.execute(Self.sleep, [600.0])
                }
            } catch { found = error }
            return (found, try session.execute(Self.sleep, [0.0]).count)
        }
        #expect(error == .deadlineExceeded)
        #expect(running == 1)
        #expect(ContinuousClock.now - start < .seconds(300), "the sleep was not cut off")
    }

    @Test func `that has passed lets nothing start`() async throws {
        await #expect(throws: PostgresError.deadlineExceeded) {
            try await TestDatabase.session { session in
                try session.withDeadline(.zero) { _ = try session.execute(Self.sleep, [0.0]) }
            }
        }
    }

    @Test func `inside another counts if it is the earlier one`() async throws {
        await #expect(throws: PostgresError.deadlineExceeded) {
            try await TestDatabase.session { session in
                try session.withDeadline(.milliseconds(50)) {
                    try session.withDeadline(.seconds(60)) { _ = try session.execute(Self.sleep, [30.0]) }
                }
            }
        }
    }

    @Test func `ends with its closure`() async throws {
        try await TestDatabase.session { session in
            session.withDeadline(.milliseconds(100)) {}
            _ = try session.execute(Self.sleep, [0.2])
        }
    }

    @Test func `does not reach what is shielded, but what follows`() async throws {
        let wasDone = try await TestDatabase.session { session in
            var wasDone = false
            #expect(throws: PostgresError.deadlineExceeded) {
                try session.withDeadline(.milliseconds(50)) {
                    try session.shielded { _ = try session.execute(Self.sleep, [0.2]) }
                    wasDone = true
                    try session.execute(Self.sleep, [0.0])
                }
            }
            return wasDone
        }
        #expect(wasDone)
    }

    @Test func `in a transaction undoes it`() async throws {
        let (count, isOpen) = try await TestDatabase.session { session in
            try session.run(script: "create temp table note (id int8)")
            #expect(throws: PostgresError.deadlineExceeded) {
                try session.withDeadline(.milliseconds(100)) {
                    try session.transaction {
                        try session.run(script: "insert into note values (1)")
                        try session.execute(Self.sleep, [30.0])
                    }
                }
            }
            let count = try session.execute(PostgresStatement("select count(*) from note")).rows[0]
            return (try count.decode(0, as: Int64.self), session.isInTransaction)
        }
        #expect(count == 0)
        #expect(!isOpen)
    }
}
