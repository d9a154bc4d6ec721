import Postgres

extension TestDatabase {
    /// Lays the appends anew without the lock on their head, to show what the lock is for.
    package func removeHeadLock() async throws {
        for name in ["append_event", "append_events"] {
            try await alterFunction(name, replacing: #"FOR (NO KEY )?UPDATE\s*;"#, with: ";")
        }
    }

    /// Lays a function anew with another text at one place, which a regular expression finds.
    package func alterFunction(_ name: String, replacing pattern: String, with text: String) async throws {
        try await asSuperuser { session in
            let definitions = try session.texts(
                """
                SELECT regexp_replace(pg_get_functiondef(p.oid), $2, $3)
                FROM pg_proc AS p
                WHERE p.pronamespace = 'casefeedback'::regnamespace AND p.proname = $1
                    AND regexp_count(pg_get_functiondef(p.oid), $2) = 1
                """, name, pattern, text)
            guard definitions.count == 1 else {
                throw TestServer.Unusable("\(name) has not one place that matches \(pattern): adapt the broken variant")
            }
            try session.run(script: definitions[0])
        }
    }

    /// Lets the tables of the log take what their keys would refuse.
    package func removeKeys() async throws {
        try await asSuperuser { session in
            for table in ["events", "tags", "protected_texts", "commands"] {
                let constraints = try session.texts(
                    """
                    SELECT conname::text FROM pg_constraint
                    WHERE conrelid = ('casefeedback.' || $1)::regclass AND contype IN ('p', 'u')
                    """, table)
                for constraint in constraints {
                    try session.run(script: "ALTER TABLE casefeedback.\(table) DROP CONSTRAINT \(constraint)")
                }
            }
        }
    }
}
