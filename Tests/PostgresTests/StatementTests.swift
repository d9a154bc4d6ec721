import Postgres
import Testing

@Suite(.serialized) struct `A prepared statement` {
    @Test func `is prepared once by each connection`() async throws {
        let statement = PostgresStatement(name: "twice", sql: "select $1::int8 + 1")
        let prepared = try await TestDatabase.session { session in
            for number in 0..<3 as Range<Int64> { try session.execute(statement, [number]) }
            let count = PostgresStatement("select count(*) from pg_prepared_statements where name = 'twice'")
            return try session.execute(count).rows[0].decode(0, as: Int64.self)
        }
        #expect(prepared == 1)
    }

    @Test func `is prepared again for other types of parameters`() async throws {
        let statement = PostgresStatement(name: "typed", sql: "select pg_typeof($1)::text")
        let types = try await TestDatabase.session { session in
            try [
                session.execute(statement, [1 as Int32]), session.execute(statement, ["x"]),
                session.execute(statement, [2 as Int32]),
            ]
            .map { try $0.rows[0].decode(0, as: String.self) }
        }
        #expect(types == ["integer", "text", "integer"])
    }

    @Test func `keeps its name to itself`() async throws {
        await #expect {
            try await TestDatabase.session { session in
                try session.execute(PostgresStatement(name: "same", sql: "select 1"))
                _ = try session.execute(PostgresStatement(name: "same", sql: "select 2"))
            }
        } throws: { if case .protocolViolation = $0 as? PostgresError { true } else { false } }
    }

    @Test(arguments: ["", String(repeating: "n", count: 51)])
    func `has a name that the server can keep`(name: String) async throws {
        await #expect {
            try await TestDatabase.session { _ = try $0.execute(PostgresStatement(name: name, sql: "select 1")) }
        } throws: { if case .protocolViolation = $0 as? PostgresError { true } else { false } }
    }

    @Test func `can be used after a failed preparation`() async throws {
        let statement = PostgresStatement(name: "early", sql: "select id from note")
        let count = try await TestDatabase.session { session in
            #expect(throws: PostgresError.self) { try session.execute(statement) }
            try session.run(script: "create temp table note (id int8)")
            return try session.execute(statement).count
        }
        #expect(count == 0)
    }

    @Test func `recovers when the server has forgotten it or its tables have changed`() async throws {
        let statement = PostgresStatement(name: "changing", sql: "select * from note")
        let columns = try await TestDatabase.session { session in
            try session.run(script: "create temp table note (id int8)")
            try session.execute(statement)
            try session.run(script: "alter table note add column label text")
            #expect(throws: PostgresError.self) { try session.execute(statement) }
            let columns = try session.execute(statement).columnNames
            try session.run(script: "deallocate all")
            #expect(throws: PostgresError.self) { try session.execute(statement) }
            return columns + (try session.execute(statement).columnNames)
        }
        #expect(columns == ["id", "label", "id", "label"])
    }

    @Test func `takes nothing from its values`() async throws {
        let text = "'; drop table pg_class; --"
        let found = try await TestDatabase.session {
            try $0.execute(PostgresStatement("select $1::text"), [text]).rows[0].decode(0, as: String.self)
        }
        #expect(found == text)
    }

    @Test func `reports a wrong number of parameters`() async throws {
        await #expect {
            try await TestDatabase.session {
                _ = try $0.execute(PostgresStatement("select $1::int8, $2::int8"), [1 as Int64])
            }
        } throws: { if case .server = $0 as? PostgresError { true } else { false } }
    }

    @Test func `of a script can hold many statements, all or nothing`() async throws {
        let count = try await TestDatabase.session { session in
            try session.run(script: "create temp table note (id int8); insert into note values (1)")
            #expect(throws: PostgresError.self) {
                try session.run(script: "insert into note values (2); select 1/0; insert into note values (3)")
            }
            return try session.execute(PostgresStatement("select count(*) from note")).rows[0].decode(0, as: Int64.self)
        }
        #expect(count == 1)
    }
}
