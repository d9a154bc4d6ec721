import EventStore
import Postgres
import TestSupport
import Testing

/// What the catalogues of the server say about every table, so that one that is added later is tested too.
@Suite struct `Row-level security` {
    private static let tenantTables = """
        SELECT c.relname::text
        FROM pg_class AS c
        JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'organisation' AND NOT a.attisdropped
        WHERE c.relnamespace = 'casefeedback'::regnamespace AND c.relkind IN ('r', 'p')
        """

    private static let own =
        "(organisation = NULLIF(current_setting('app.tenant'::text, true), ''::text))"

    @Test func `is forced on every table with a tenant`() async throws {
        try await withTestDatabase { database in
            try await database.asSuperuser { session in
                #expect(try session.texts(Self.tenantTables).count >= 11)
                #expect(try Self.unprotected(session) == [])
                try session.run(script: "CREATE TABLE casefeedback.forgotten (organisation text, n int)")
                #expect(try Self.unprotected(session) == ["forgotten"])
                try session.run(script: "ALTER TABLE casefeedback.forgotten ENABLE ROW LEVEL SECURITY")
                #expect(try Self.unprotected(session) == ["forgotten"])
            }
        }
    }

    @Test func `rests on the tenant's setting alone, but for the follower's heads`() async throws {
        try await withTestDatabase { database in
            try await database.asSuperuser { session in
                let tables = try session.texts(Self.tenantTables)
                let policies = try session.texts(
                    """
                    SELECT concat_ws(' ', tablename, policyname, cmd, array_to_string(roles, ','), qual, with_check)
                    FROM pg_policies WHERE schemaname = 'casefeedback'
                    """)
                let expected =
                    tables.map { table in
                        // A head row's tenant is of a domain, which the server shows as its text.
                        let own =
                            table == "logs"
                            ? Self.own.replacing("(organisation", with: "((organisation)::text") : Self.own
                        return "\(table) own_tenant ALL public \(own)"
                    }
                    + ["logs all_heads SELECT casefeedback_follower true"]
                #expect(Set(policies) == Set(expected))
                #expect(policies.count == expected.count)
            }
        }
    }

    @Test func `has the tenant first in every key`() async throws {
        try await withTestDatabase { database in
            try await database.asSuperuser { session in
                let others = try session.texts(
                    """
                    SELECT i.indexrelid::regclass::text
                    FROM pg_index AS i
                    JOIN pg_class AS c ON c.oid = i.indrelid AND c.relnamespace = 'casefeedback'::regnamespace
                    JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
                    WHERE a.attname <> 'organisation'
                    ORDER BY 1
                    """)
                #expect(others == ["casefeedback.schema_migrations_pkey", "casefeedback.schema_state_pkey"])
                let withoutTenant = try session.texts(
                    """
                    SELECT tablename::text FROM pg_tables
                    WHERE schemaname = 'casefeedback' AND tablename <> ALL ($1) ORDER BY 1
                    """, try session.texts(Self.tenantTables))
                #expect(withoutTenant == ["schema_migrations", "schema_state"])
            }
        }
    }

    @Test func `is bypassed by two named roles, neither of which logs in`() async throws {
        try await withTestDatabase { database in
            try await database.asSuperuser { session in
                let bypassing = try session.texts(
                    "SELECT rolname::text FROM pg_roles WHERE rolbypassrls AND NOT rolsuper ORDER BY 1")
                #expect(bypassing == ["casefeedback_backup", "casefeedback_loader"])
                let mighty = try session.texts(
                    """
                    SELECT rolname::text FROM pg_roles WHERE rolname LIKE 'casefeedback%'
                    AND (rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR (rolbypassrls AND rolcanlogin))
                    """)
                #expect(mighty == [])
                let logins = try session.texts(
                    """
                    SELECT rolname || CASE WHEN rolinherit THEN ' inherits' ELSE '' END FROM pg_roles
                    WHERE rolname LIKE 'casefeedback%' AND rolcanlogin ORDER BY 1
                    """)
                #expect(logins == ["casefeedback_migrator", "casefeedback_service"])
            }
        }
    }

    /// The loader may add rows of any tenant, so it may do nothing else; the backup may read all, so nothing else.
    @Test func `leaves its exceptions one privilege each`() async throws {
        try await withTestDatabase { database in
            try await database.asSuperuser { session in
                let privileges = try session.texts(
                    """
                    SELECT DISTINCT grantee || ' ' || privilege_type FROM information_schema.role_table_grants
                    WHERE grantee IN ('casefeedback_loader', 'casefeedback_backup')
                    AND table_name NOT LIKE 'schema_%' ORDER BY 1
                    """)
                #expect(privileges == ["casefeedback_backup SELECT", "casefeedback_loader INSERT"])
            }
        }
    }

    private static func unprotected(_ session: PostgresSession) throws -> [String] {
        try session.texts(tenantTables + " AND NOT (c.relrowsecurity AND c.relforcerowsecurity)")
    }
}
