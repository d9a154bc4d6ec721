import Postgres
import Testing

@Suite(.serialized) struct `An error of the server` {
    static func error(
        _ work: sending @escaping (PostgresSession) throws(PostgresError) -> Void
    ) async throws -> ServerError? {
        do {
            try await TestDatabase.session(work)
            return nil
        } catch PostgresError.server(let error) { return error }
    }

    @Test func `names the constraint, the table and the row`() async throws {
        let error = try await Self.error { session throws(PostgresError) in
            try session.run(
                script:
                    "create temp table item (id int8, constraint id_is_taken primary key (id)); insert into item values (7)"
            )
            try session.execute(PostgresStatement("insert into item values ($1)"), [7 as Int64])
        }
        #expect(error?.sqlState == .uniqueViolation)
        #expect(error?.severity == "ERROR")
        #expect(error?.constraintName == "id_is_taken")
        #expect(error?.tableName == "item")
        #expect(error?.detail == "Key (id)=(7) already exists.")
        #expect(error?.schemaName?.hasPrefix("pg_temp") == true)
        #expect(error?.description.contains("id_is_taken") == true)
    }

    @Test func `names the column that may not be empty`() async throws {
        let error = try await Self.error { session throws(PostgresError) in
            try session.run(script: "create temp table item (id int8 not null)")
            try session.execute(PostgresStatement("insert into item values ($1)"), [nil as Int64?])
        }
        #expect(error?.sqlState == .notNullViolation)
        #expect(error?.columnName == "id")
    }

    @Test func `carries hint and context`() async throws {
        let error = try await Self.error { session throws(PostgresError) in
            try session.run(
                script: "do $$ begin raise exception 'no' using hint = 'try later', errcode = 'CF001'; end $$")
        }
        #expect(error?.sqlState == SQLState(rawValue: "CF001"))
        #expect(error?.hint == "try later")
        #expect(error?.context?.contains("PL/pgSQL") == true)
    }

    @Test(arguments: [
        ("select * from nowhere", SQLState.undefinedTable), ("selec 1", .syntaxError),
        ("select nothing", .undefinedColumn),
        ("select 1/0", SQLState(rawValue: "22012")), ("select nowhere()", .undefinedFunction),
    ])
    func `has its SQLSTATE, and leaves the connection usable`(sql: String, state: SQLState) async throws {
        let (found, after) = try await TestDatabase.session { session in
            var found: SQLState?
            do throws(PostgresError) { try session.execute(PostgresStatement(sql)) } catch { found = error.sqlState }
            return (found, try session.execute(PostgresStatement("select 1")).rows[0].decode(0, as: Int32.self))
        }
        #expect(found == state)
        #expect(after == 1)
    }

    @Test func `comes from the lock and the privilege that were missing`() async throws {
        let other = try await TestDatabase.connect()
        try await other.withSession { session in
            try session.run(script: "create table if not exists postgres_tests_lock (id int8)")
            try session.run(script: "begin; lock table postgres_tests_lock")
        }
        let lock = try await Self.error { session throws(PostgresError) in
            try session.run(script: "set lock_timeout = '20ms'; select * from postgres_tests_lock")
        }
        #expect(lock?.sqlState == .lockNotAvailable)
        try await other.withSession { try $0.run(script: "rollback; drop table postgres_tests_lock") }
        await other.close()

        let privilege = try await Self.error { session throws(PostgresError) in
            try session.run(script: "set role pg_monitor; create table public.nothing ()")
        }
        #expect(privilege?.sqlState == .insufficientPrivilege)
    }

    @Test(arguments: [
        (PostgresError.connectionLost("x"), true, true), (.connectionFailed("x"), false, true),
        (.connectionFailed("x (SQLSTATE 57P03)"), false, true), (.connectionFailed("x (SQLSTATE 28P01)"), false, false),
        (.deadlineExceeded, false, true), (.cancelled, false, false), (.poolClosed, false, false),
        (.poolExhausted(waiting: 3), false, true), (.protocolViolation("x"), false, false),
        (.server(ServerError(sqlState: .uniqueViolation, message: "x")), false, false),
        (.server(ServerError(sqlState: .adminShutdown, message: "x")), true, true),
        (.server(ServerError(sqlState: .idleInTransactionSessionTimeout, message: "x")), true, true),
        (.server(ServerError(sqlState: .internalError, severity: "FATAL", message: "x")), true, true),
        (.server(ServerError(sqlState: .serializationFailure, message: "x")), false, true),
        (.server(ServerError(sqlState: .diskFull, message: "x")), false, true),
    ])
    func `says whether the connection is lost, and whether to try again`(
        error: PostgresError, isLoss: Bool, isTransient: Bool
    ) {
        #expect(error.isConnectionLoss == isLoss)
        #expect(error.isTransient == isTransient)
        #expect(!error.description.isEmpty)
    }
}
