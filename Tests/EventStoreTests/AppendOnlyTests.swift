import EventSourcing
import EventStore
import Postgres
import TestSupport
import Testing

@Suite struct `The log is append-only` {
    private static let tables = ["events", "protected_texts", "tags", "commands"]

    /// What must be refused, by table.
    private static let changes: [String] =
        tables.flatMap { table in
            [
                "UPDATE casefeedback.\(table) SET organisation = organisation", "DELETE FROM casefeedback.\(table)",
                "TRUNCATE casefeedback.\(table)",
            ]
        } + [
            "DELETE FROM casefeedback.logs", "TRUNCATE casefeedback.logs",
            "UPDATE casefeedback.logs SET nature = 'live'",
        ]

    @Test(arguments: StoreRole.allCases) func `for each role of the service`(role: StoreRole) async throws {
        try await withTestDatabase { database in
            try await Self.fill(database)
            try await database.asRole(role) { session in
                for change in Self.changes {
                    let state = Self.refusal(of: change, in: session)
                    #expect(state == .insufficientPrivilege, "\(role): \(change)")
                }
            }
            #expect(try await Self.count(in: database) == 2)
        }
    }

    @Test func `for the service before it takes a role`() async throws {
        try await withTestDatabase { database in
            try await Self.fill(database)
            let configuration = PostgresConfiguration(connectionString: database.serviceConnection)
            try await PostgresConnection.withOne(configuration) { session in
                for change in Self.changes + ["SELECT count(*) FROM casefeedback.events"] {
                    #expect(Self.refusal(of: change, in: session) == .insufficientPrivilege, "\(change)")
                }
            }
        }
    }

    /// The owner has every privilege: what binds him are the triggers, and row-level security that is forced.
    @Test func `for the owner and for a superuser, by trigger`() async throws {
        try await withTestDatabase { database in
            try await Self.fill(database)
            for role in ["casefeedback_owner", "postgres"] {
                try await database.asSuperuser { session in
                    try session.run(script: "SET ROLE \(role); SET app.tenant = '1480'")
                    for change in Self.changes.dropLast() {
                        let message = Self.error(of: change, in: session)?.message ?? "done"
                        #expect(
                            message.hasSuffix("is refused: the log is append-only"), "\(role): \(change): \(message)")
                    }
                }
            }
            #expect(try await Self.count(in: database) == 2)
        }
    }

    @Test func `but lets the appender move a head and nothing beside it`() async throws {
        try await withTestDatabase { database in
            try await Self.fill(database)
            try await database.asRole(.appender) { session in
                try session.run(script: "SET app.tenant = '1480'")
                for column in ["organisation", "log", "nature", "zone"] {
                    let change = "UPDATE casefeedback.logs SET \(column) = \(column)"
                    #expect(Self.refusal(of: change, in: session) == .insufficientPrivilege, "\(column)")
                }
                #expect(Self.refusal(of: "UPDATE casefeedback.logs SET head = head", in: session) == nil)
            }
        }
    }

    private static func fill(_ database: TestDatabase) async throws {
        try await database.log.open()
        _ = try await database.log.append(.of([SecretTold(in: "a", secret: "words")]))
    }

    private static func count(in database: TestDatabase) async throws -> Int {
        try await database.log.asItStands(OrganisationID.gothenburg.cases).count
    }

    private static func refusal(of sql: String, in session: PostgresSession) -> SQLState? {
        error(of: sql, in: session)?.sqlState
    }

    private static func error(of sql: String, in session: PostgresSession) -> ServerError? {
        do throws(PostgresError) {
            try session.run(script: sql)
            return nil
        } catch {
            if case .server(let refusal) = error { return refusal }
            return nil
        }
    }
}
