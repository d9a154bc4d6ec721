import Postgres
import Testing

@Suite(.serialized) struct `Running a transaction` {
    struct Stop: Error {}

    enum OwnError: PostgresFailure {
        case postgres(PostgresError)
        case refused
    }

    static let insert = PostgresStatement("insert into note values ($1)")
    static let table = "create temp table note (id int8 primary key)"

    static func count(_ session: PostgresSession) throws(PostgresError) -> Int64 {
        try session.execute(PostgresStatement("select count(*) from note")).rows[0].decode(0, as: Int64.self)
    }

    @Test func `keeps what was done when the closure returns`() async throws {
        let count = try await TestDatabase.session { session in
            try session.run(script: Self.table)
            try session.transaction { try session.execute(Self.insert, [1 as Int64]) }
            return try Self.count(session)
        }
        #expect(count == 1)
    }

    @Test func `undoes what was done when the closure throws, and passes the error on`() async throws {
        let (count, isOpen) = try await TestDatabase.session { session in
            try session.run(script: Self.table)
            #expect(throws: Stop.self) {
                try session.transaction {
                    try session.execute(Self.insert, [1 as Int64])
                    throw Stop()
                }
            }
            #expect(throws: OwnError.self) {
                try session.transaction { () throws(OwnError) in throw .refused }
            }
            return (try Self.count(session), session.isInTransaction)
        }
        #expect(count == 0)
        #expect(!isOpen)
    }

    @Test func `throws the error that the closure swallowed, for nothing was kept`() async throws {
        let (state, count) = try await TestDatabase.session { session in
            try session.run(script: Self.table)
            var state: SQLState?
            do throws(PostgresError) {
                try session.transaction { () throws(PostgresError) in
                    try session.execute(Self.insert, [1 as Int64])
                    _ = try? session.execute(Self.insert, [1 as Int64])
                }
            } catch { state = error.sqlState }
            return (state, try Self.count(session))
        }
        #expect(state == .uniqueViolation)
        #expect(count == 0)
    }

    @Test func `throws what only COMMIT finds`() async throws {
        let (state, isOpen) = try await TestDatabase.session { session in
            try session.run(
                script: "create temp table note (id int8, constraint one unique (id) deferrable initially deferred)")
            var state: SQLState?
            do throws(PostgresError) {
                try session.transaction { () throws(PostgresError) in
                    for _ in 0..<2 { try session.execute(Self.insert, [1 as Int64]) }
                }
            } catch { state = error.sqlState }
            return (state, session.isInTransaction)
        }
        #expect(state == .uniqueViolation)
        #expect(!isOpen)
    }

    @Test func `does not nest`() async throws {
        await #expect {
            try await TestDatabase.session { session in
                try session.transaction { try session.transaction {} }
            }
        } throws: { if case .protocolViolation = $0 as? PostgresError { true } else { false } }
    }

    @Test func `refuses to have been ended inside`() async throws {
        await #expect {
            try await TestDatabase.session { session in
                try session.transaction { try session.run(script: "commit") }
            }
        } throws: { if case .protocolViolation = $0 as? PostgresError { true } else { false } }
    }

    @Test func `has the isolation and the access that were asked for`() async throws {
        let found = try await TestDatabase.session { session in
            let settings = PostgresStatement(
                "select current_setting('transaction_isolation'), current_setting('transaction_read_only')")
            var found: [[String]] = []
            for isolation in [PostgresIsolation.readCommitted, .repeatableRead, .serializable] {
                try session.transaction(isolation: isolation, readOnly: isolation != .readCommitted) {
                    let row = try session.execute(settings).rows[0]
                    found.append([try row.decode(0), try row.decode(1)])
                }
            }
            return found
        }
        #expect(found == [["read committed", "off"], ["repeatable read", "on"], ["serializable", "on"]])
    }

    @Test func `says that the outcome is unknown when the connection is lost at COMMIT`() async throws {
        let error = try await TestDatabase.session { session in
            try session.run(
                script: """
                    create temp table note (id int8);
                    create function pg_temp.vanish() returns trigger language plpgsql as
                        'begin perform pg_terminate_backend(pg_backend_pid()); perform pg_sleep(5); return null; end';
                    create constraint trigger vanish after insert on note deferrable initially deferred
                        for each row execute function pg_temp.vanish()
                    """)
            do throws(PostgresError) {
                try session.transaction { () throws(PostgresError) in try session.execute(Self.insert, [1 as Int64]) }
                return nil as PostgresError?
            } catch { return error }
        }
        guard case .connectionLost = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    /// A deferred trigger makes COMMIT last for 1.5 s.
    static let lingeringTable = """
        create temp table note (id int8);
        create function pg_temp.linger() returns trigger language plpgsql as
            'begin perform pg_sleep(1.5); return null; end';
        create constraint trigger linger after insert on note deferrable initially deferred
            for each row execute function pg_temp.linger()
        """

    @Test func `lets COMMIT finish when a deadline passes meanwhile`() async throws {
        let count = try await TestDatabase.session { session in
            try session.run(script: Self.lingeringTable)
            try session.withDeadline(.milliseconds(750)) {
                try session.transaction { try session.execute(Self.insert, [1 as Int64]) }
            }
            return try Self.count(session)
        }
        #expect(count == 1)
    }

    @Test func `lets COMMIT finish when the task is cancelled meanwhile`() async throws {
        let connection = try await TestDatabase.connect()
        let process = try await connection.withSession { session in
            try session.run(script: Self.lingeringTable)
            return session.backendProcessID
        }
        let task = Task {
            try await connection.withSession { session in
                try session.transaction { _ = try session.execute(Self.insert, [1 as Int64]) }
            }
        }
        try await TestDatabase.waitUntil("query = 'COMMIT' and state = 'active'", ofBackend: process)
        task.cancel()
        try await task.value
        #expect(try await connection.withSession(Self.count) == 1)
        await connection.close()
    }
}
