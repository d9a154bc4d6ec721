import EventSourcing
import EventStore
import Postgres
import TestSupport
import Testing

@Suite struct `Migrating a database` {
    private static let names = [
        "m0001_log", "m0002_append_only", "m0003_projections", "m0004_row_level_security",
    ]

    private static func migrator(of database: TestDatabase) -> Migrator {
        Migrator(
            PostgresConfiguration(connectionString: database.superuserConnection), programVersion: "test",
            logger: .silent)
    }

    @Test func `applies every migration once, however often it is run`() async throws {
        try await withTestDatabase(migrated: false) { database in
            let migrator = Self.migrator(of: database)
            try await migrator.makeRoles()
            let applied = try await migrator.migrate()
            #expect(Array(applied.prefix(4)) == Self.names)
            #expect(applied == applied.sorted())
            try await migrator.makeRoles()
            #expect(try await migrator.migrate() == [])
            try await database.connections.checkSchema()
            try await database.log.open()
        }
    }

    @Test func `needs the migrator only, once the roles are there`() async throws {
        try await withTestDatabase(migrated: false) { database in
            try await Self.migrator(of: database).makeRoles()
            let migrator = Migrator(
                PostgresConfiguration(
                    connectionString: database.server.connectionString(
                        user: "casefeedback_migrator", database: database.name)),
                programVersion: "test", logger: .silent)
            #expect(try await Array(migrator.migrate().prefix(4)) == Self.names)
            try await database.connections.checkSchema()
            try await database.log.open()
        }
    }

    @Test func `keeps what is stored`() async throws {
        try await withTestDatabase { database in
            try await database.log.open()
            #expect(try await Self.migrator(of: database).migrate() == [])
            #expect(try await database.log.asItStands(OrganisationID.gothenburg.cases).count == 1)
        }
    }

    @Test func `may be run by several at once`() async throws {
        try await withTestDatabase(migrated: false) { database in
            let migrator = Self.migrator(of: database)
            let applied = try await withThrowingTaskGroup(of: [String].self) { group in
                for _ in 0..<5 {
                    group.addTask {
                        try await migrator.makeRoles()
                        return try await migrator.migrate()
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(applied.count == Set(applied).count)
            #expect(Array(applied.sorted().prefix(4)) == Self.names)
            try await database.connections.checkSchema()
        }
    }

    /// The migration is made to wait in its midst, and its backend is ended there.
    @Test func `has not happened when it was killed midway`() async throws {
        try await withTestDatabase(migrated: false) { database in
            let migrator = Self.migrator(of: database)
            try await migrator.makeRoles()
            try await database.asSuperuser { session in
                try session.run(
                    script: """
                        CREATE FUNCTION public.wait_midway() RETURNS event_trigger LANGUAGE plpgsql AS $$
                        BEGIN
                            IF EXISTS (
                                SELECT FROM pg_event_trigger_ddl_commands()
                                WHERE object_identity = 'casefeedback.audit_trail'
                            ) THEN
                                PERFORM pg_sleep(60);
                            END IF;
                        END
                        $$;
                        CREATE EVENT TRIGGER midway ON ddl_command_end EXECUTE FUNCTION public.wait_midway();
                        """)
            }
            async let killed = migrator.migrate()
            var ended = 0
            for _ in 0..<500 where ended == 0 {
                try await Task.sleep(for: .milliseconds(20))
                ended = try await database.endBackends(where: "wait_event = 'PgSleep'")
            }
            #expect(ended == 1)
            do {
                _ = try await killed
                Issue.record("the migration was not killed")
            } catch {
                #expect(error is StoreError)
            }
            let left = try await database.asSuperuser { session in
                try session.run(script: "DROP EVENT TRIGGER midway")
                return try session.texts("SELECT nspname::text FROM pg_namespace WHERE nspname = 'casefeedback'")
            }
            #expect(left == [])
            #expect(try await Array(migrator.migrate().prefix(4)) == Self.names)
            try await database.log.open()
        }
    }

    @Test func `is refused by a schema that is newer than the program`() async throws {
        try await withTestDatabase { database in
            try await Self.setRevision(999, in: database)
            let refused = await #expect(throws: StoreError.self) {
                try await Self.migrator(of: database).migrate()
            }
            #expect(refused?.description == "\(StoreError.schemaTooNew(found: 999, known: Migrator.schemaRevision))")
            let unchecked = await #expect(throws: StoreError.self) { try await database.connections.checkSchema() }
            #expect(unchecked?.description == refused?.description)
        }
    }

    @Test func `is asked for by a schema that is older, and by none at all`() async throws {
        try await withTestDatabase { database in
            try await Self.setRevision(0, in: database)
            let old = await #expect(throws: StoreError.self) { try await database.connections.checkSchema() }
            #expect(old?.description == "\(StoreError.schemaTooOld(found: 0, needed: Migrator.schemaRevision))")
        }
        try await withTestDatabase(migrated: false) { database in
            try await Self.migrator(of: database).makeRoles()
            let missing = await #expect(throws: StoreError.self) { try await database.connections.checkSchema() }
            #expect(missing?.description == StoreError.schemaMissing.description)
            let append = await #expect(throws: StoreError.self) { try await database.log.append(.of([RuleSet("x")])) }
            #expect(append?.description == StoreError.schemaMissing.description)
        }
    }

    @Test func `is refused by a database that is not UTF-8`() async throws {
        try await withTestDatabase(migrated: false, encoding: "LATIN1") { database in
            let refused = await #expect(throws: StoreError.self) {
                try await Self.migrator(of: database).migrate()
            }
            #expect(refused?.description == StoreError.databaseNotUTF8(encoding: "LATIN1").description)
        }
    }

    private static func setRevision(_ revision: Int, in database: TestDatabase) async throws {
        try await database.asSuperuser { session in
            try session.run(script: "UPDATE casefeedback.schema_state SET schema_revision = \(revision)")
        }
    }
}
