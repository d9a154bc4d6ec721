import EventSourcing
import EventStore
import Postgres
import TestSupport
import Testing

@Suite struct `Another tenant's rows` {
    /// Tables that hold rows after ``fill(_:)``, with who may read them.
    private static let readable: [(table: String, roles: [StoreRole])] = [
        ("events", [.appender, .projector, .reader, .auditor]), ("tags", [.appender, .projector, .reader, .auditor]),
        ("protected_texts", [.appender, .reader]), ("commands", [.appender, .reader, .auditor]),
        ("logs", [.appender, .projector, .reader, .auditor]),
        ("projection_checkpoints", [.projector, .reader, .auditor]),
        ("projection_pointers", [.projector, .reader, .auditor]),
    ]

    @Test func `are invisible without a tenant, with an empty one and with another`() async throws {
        try await withTestDatabase { database in
            try await Self.fill(database)
            for (table, roles) in Self.readable {
                for role in roles {
                    try await database.asRole(role) { session in
                        func count() throws -> Int64 {
                            try session.query("SELECT count(*) FROM casefeedback.\(table)").rows[0].decode(0)
                        }
                        #expect(try count() == 0, "\(role) \(table), never set")
                        try session.run(script: "SET app.tenant = ''")
                        #expect(try count() == 0, "\(role) \(table), empty")
                        try session.run(script: "SET app.tenant = '1384'")
                        #expect(try count() == 0, "\(role) \(table), another")
                        try session.run(script: "SET app.tenant = '1480'")
                        #expect(try count() > 0, "\(role) \(table), its own")
                    }
                }
            }
        }
    }

    @Test func `are invisible to the owner too`() async throws {
        try await withTestDatabase { database in
            try await Self.fill(database)
            try await database.asSuperuser { session in
                try session.run(script: "SET ROLE casefeedback_owner")
                for (table, _) in Self.readable {
                    let count = try session.query("SELECT count(*) FROM casefeedback.\(table)").rows[0]
                        .decode(0, as: Int64.self)
                    #expect(count == 0, "\(table)")
                }
            }
        }
    }

    @Test func `can't be written under this tenant's setting`() async throws {
        try await withTestDatabase { database in
            try await Self.fill(database)
            try await database.asRole(.appender) { session in
                try session.run(script: "SET app.tenant = '1384'")
                #expect {
                    try session.run(
                        script: "INSERT INTO casefeedback.tags VALUES ('1480', 'cases', 'unit:x', 1)")
                } throws: { ($0 as? PostgresError)?.sqlState == .insufficientPrivilege }
                let moved = try session.query("UPDATE casefeedback.logs SET head = 99 WHERE organisation = '1480'")
                #expect(moved.affectedRows == 0)
            }
            try await database.asRole(.projector) { session in
                try session.run(script: "SET app.tenant = '1384'")
                let moved = try session.query("DELETE FROM casefeedback.projection_checkpoints")
                #expect(moved.affectedRows == 0)
            }
        }
    }

    @Test func `stay out of a read through the store`() async throws {
        try await withTestDatabase { database in
            try await Self.fill(database)
            let kungsbacka = OrganisationID.kungsbacka
            #expect(try await database.log.state(of: kungsbacka.cases) == nil)
            #expect(try await database.log.asItStands(kungsbacka.cases) == [])
            try await database.log.open(kungsbacka.cases)
            #expect(try await database.log.asItStands(kungsbacka.cases).count == 1)
            #expect(try await database.log.asItStands(OrganisationID.gothenburg.cases).count == 2)
        }
    }

    @Test func `show their heads to the follower, and nothing else`() async throws {
        try await withTestDatabase { database in
            try await Self.fill(database)
            try await database.log.open(OrganisationID.kungsbacka.cases)
            #expect(
                try await database.log.heads() == [
                    OrganisationID.gothenburg.cases: Position(2), OrganisationID.kungsbacka.cases: Position(1),
                ])
            try await database.asRole(.follower) { session in
                let others = try session.texts(
                    "SELECT tablename::text FROM pg_tables WHERE schemaname = 'casefeedback' AND tablename <> 'logs'")
                let columns = ["nature", "zone", "recorded_at", "clock_accepted"]
                let refused =
                    columns.map { "SELECT \($0) FROM casefeedback.logs" }
                    + others.filter { !$0.hasPrefix("schema_") }.map { "SELECT 1 FROM casefeedback.\($0)" }
                    + ["SELECT head FROM casefeedback.logs FOR UPDATE"]
                #expect(refused.count > 12)
                for sql in refused {
                    #expect {
                        try session.run(script: sql)
                    } throws: { ($0 as? PostgresError)?.sqlState == .insufficientPrivilege }
                }
            }
        }
    }

    private static func fill(_ database: TestDatabase) async throws {
        try await database.log.open()
        _ = try await database.log.append(.of([SecretTold(in: "a", secret: "words")]))
        for projection in database.runner.projections {
            _ = try await database.runner.served(projection, of: .gothenburg)
        }
    }
}
