import Postgres

/// Places at which a transaction can be made to wait, to try what others do meanwhile: a gate is closed while a test holds
/// its name, and nobody notices it else.
package enum Gate: Sendable {
    /// At the commit of an append, when all of its rows are written and its head is advanced. Named by the command's id.
    case commit
    /// Before the rows of an append are written, when its verdict is given. Its name is `events`.
    case events
    /// Before the pointer of a projection moves to another generation. Its name is `pointer`.
    case pointer

    fileprivate var trigger: String {
        switch self {
        case .commit:
            """
            CREATE CONSTRAINT TRIGGER gate AFTER INSERT ON casefeedback.commands DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION public.pass_gate()
            """
        case .events:
            """
            CREATE TRIGGER gate BEFORE INSERT ON casefeedback.events
            FOR EACH STATEMENT EXECUTE FUNCTION public.pass_gate('events')
            """
        case .pointer:
            """
            CREATE TRIGGER gate BEFORE UPDATE ON casefeedback.projection_pointers
            FOR EACH STATEMENT EXECUTE FUNCTION public.pass_gate('pointer')
            """
        }
    }
}

extension TestDatabase {
    package func install(_ gates: Gate...) async throws {
        let triggers = gates.map(\.trigger).joined(separator: ";\n")
        try await asSuperuser { session in
            try session.run(
                script: """
                    CREATE FUNCTION public.pass_gate() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN
                        PERFORM pg_advisory_xact_lock_shared(
                            hashtext(CASE WHEN TG_NARGS = 0 THEN to_jsonb(NEW) ->> 'command_id' ELSE TG_ARGV[0] END));
                        RETURN NEW;
                    END
                    $$;
                    \(triggers);
                    """)
        }
    }

    /// Closes a gate until `body` calls what it is given.
    package func holdingGate<Value>(
        _ name: String, _ body: (_ release: @Sendable () async throws -> Void) async throws -> Value
    ) async throws -> Value {
        try await holding("SELECT pg_advisory_xact_lock(hashtext('\(name)'))", body)
    }

    /// Waits until so many transactions stand before a gate.
    package func waitAtGate(_ count: Int = 1) async throws {
        try await waitForBackends(count, where: "wait_event = 'advisory'")
    }
}
