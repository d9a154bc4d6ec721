import EventSourcing
import EventStore
import Postgres
import TestSupport
import Testing

/// Places are numbered in each tenant by itself, and maintenance of one that names rows by their place alone changes those
/// of all.
///
/// - https://github.com/JasperFx/marten/issues/5234
@Suite struct `Published failure: one tenant's maintenance touches another's events` {
    private static let counting = CountingProjection()

    /// Both tenants have the same streams, positions, command ids and generations.
    @Test func `is impossible: the other's rows stay as they are, byte for byte`() async throws {
        try await withTestDatabase { database in
            let runner = try await Self.fill(database)
            let before = try await Self.digests(in: database)
            #expect(before.count >= 12)
            let gothenburg = OrganisationID.gothenburg
            #expect(try await runner.rebuild(Self.counting, of: gothenburg).isEqual)
            _ = try await runner.dump(Self.counting, of: gothenburg, at: Position(5))
            try await database.log.acceptClock(of: gothenburg.cases)
            _ = try await database.log.append(.of([SecretTold(in: "a", secret: "more")]))
            try await runner.catchUp(gothenburg)
            #expect(try await Self.digests(in: database) == before)
        }
    }

    /// Statements that forgot the tenant: ours are bound by the policy, a table without one is not.
    @Test func `is what a statement does that forgot the tenant, but for row-level security`() async throws {
        try await withTestDatabase { database in
            _ = try await Self.fill(database)
            let before = try await Self.digests(in: database)
            try await database.asRole(.projector) { session in
                try session.run(script: "SET app.tenant = '1480'")
                try session.run(script: "DELETE FROM casefeedback.projection_checkpoints WHERE generation = 1")
                try session.run(script: "DELETE FROM casefeedback.projection_pointers WHERE generation = 1")
            }
            try await database.asRole(.appender) { session in
                try session.run(script: "SET app.tenant = '1480'; UPDATE casefeedback.logs SET head = 99")
            }
            #expect(try await Self.digests(in: database) == before)
            try await database.asRole(.projector) { session in
                try session.run(script: "SET app.tenant = '1480'; DELETE FROM public.applied WHERE generation = 1")
            }
            #expect(try await Self.changes(since: before, in: database) == ["public.applied"])
            try await database.run(
                """
                SET session_replication_role = replica;
                UPDATE casefeedback.events SET payload = 'masked' WHERE position = 3
                """)
            #expect(try await Self.changes(since: before, in: database) == ["casefeedback.events", "public.applied"])
        }
    }

    private static func changes(
        since before: [String: String], in database: TestDatabase
    ) async throws -> [String] {
        let now = try await digests(in: database)
        return now.filter { $0.value != before[$0.key] }.keys.sorted()
    }

    /// A digest of the other tenant's rows in each table that has a tenant.
    private static func digests(in database: TestDatabase) async throws -> [String: String] {
        try await database.asSuperuser { session in
            let tables = try session.texts(
                """
                SELECT c.relnamespace::regnamespace || '.' || c.relname FROM pg_class AS c
                JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'organisation'
                WHERE c.relkind = 'r' AND c.relnamespace::regnamespace::text IN ('casefeedback', 'public')
                """)
            var digests: [String: String] = [:]
            for table in tables {
                digests[table] = try session.texts(
                    """
                    SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM \(table) AS t
                    WHERE t.organisation = '1384'
                    """
                ).first
            }
            return digests
        }
    }

    private static func fill(_ database: TestDatabase) async throws -> ProjectionRunner {
        try await CountingProjection.makeTables(in: database)
        let runner = ProjectionRunner(database.connections, projections: [counting], logger: .silent)
        let ids = (0..<10).map { _ in UUIDValue.fresh() }
        for organisation in [OrganisationID.gothenburg, .kungsbacka] {
            try await database.log.open(organisation.cases)
            for (number, id) in ids.enumerated() {
                let event: any EventPayload =
                    number == 4 ? SecretTold(in: "a", secret: "words") : NoteTaken(in: "a", number: number)
                let verdict = try await database.log.append(.of([event], to: organisation.cases, id: id))
                #expect(verdict.range?.first.value == Int64(number + 2))
            }
            try await runner.catchUp(organisation)
        }
        return runner
    }
}
