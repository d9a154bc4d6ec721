import Postgres
import Testing

@Suite struct `Running a transaction` {
    @Test func `keeps what was done when the closure returns`() async throws {
        let count = try await TestDatabase.session { session in
            try session.run(script: "create temp table note (id int8)")
            try session.transaction {
                try session.execute(PostgresStatement("insert into note values ($1)"), [1 as Int64])
            }
            return try session.execute(PostgresStatement("select count(*) from note")).rows[0].decode(0, as: Int64.self)
        }
        #expect(count == 1)
    }
}
