import EventSourcing
import EventStore
import Postgres
import TestSupport

/// What is broken on purpose, to show that a rule sees it: in the database, in a client, or in the history.
enum ModelBreach: String, Sendable, CaseIterable {
    case lockMissing
    case commandsForgotten
    case eventLost
    case tagLost
    case timeStandsStill
    case conditionsLost
    case readerGoesByEventID
    case projectionLeavesOut
    case checkpointGoesBack
    case payloadChanged
    case tailCut
    case headAhead
    case rowOfAnotherTenant
    case batchHalved
    case batchAlwaysDropped
    case bulkConditionsLost
    case textChanged
    case tagChanged
    case fingerprintChanged
    case answerElsewhere
    case retryAcceptedAgain
    case refusedCalledKnown
    case eventUnsent
    case commandAppendedTwice
    case positionSkipped
    case versionSkipped
    case policyLost
    case expectedHeadIgnored
    case checkpointStaysBehind

    /// The rule that must see it, as complaints begin.
    var rule: String {
        switch self {
        case .lockMissing, .conditionsLost, .bulkConditionsLost: "verdict"
        case .batchAlwaysDropped: "verdict: dropped by nothing"
        case .answerElsewhere: "I1 acknowledged"
        case .commandAppendedTwice: "I1 doubled"
        case .refusedCalledKnown: "I1 known"
        case .headAhead: "I2 head"
        case .positionSkipped: "I2 position"
        case .versionSkipped: "I2 version"
        case .timeStandsStill: "I2 time"
        case .payloadChanged, .tailCut: "I3 changed"
        case .readerGoesByEventID: "I3 read"
        case .expectedHeadIgnored: "I4 apart"
        case .batchHalved, .eventLost: "I4 half"
        case .tagLost: "I4 rows"
        case .tagChanged: "I4 tags"
        case .textChanged: "I4 texts"
        case .checkpointStaysBehind: "I5 behind"
        case .projectionLeavesOut, .checkpointGoesBack: "I5 rows"
        case .retryAcceptedAgain: "I7 again"
        case .commandsForgotten, .fingerprintChanged: "I7 remembered"
        case .rowOfAnotherTenant: "I8 elsewhere"
        case .policyLost: "I8 seen"
        case .eventUnsent: "I8 unsent"
        }
    }

    /// Breaks the database before anything is done.
    func prepare(_ database: TestDatabase) async throws {
        switch self {
        case .lockMissing:
            try await database.removeHeadLock()
            try await database.run(
                Self.trigger(on: "casefeedback.events", each: "STATEMENT", "PERFORM pg_sleep(0.01); RETURN NEW"))
        case .commandsForgotten:
            try await database.run(Self.trigger(on: "casefeedback.commands", each: "ROW", "RETURN NULL"))
        case .eventLost:
            try await database.run(
                Self.trigger(
                    on: "casefeedback.events", each: "ROW", "IF NEW.ordinal = 1 THEN RETURN NULL; END IF; RETURN NEW"))
        case .tagLost:
            try await database.run(
                Self.trigger(
                    on: "casefeedback.tags", each: "ROW",
                    "IF NEW.tag LIKE 'parity%' THEN RETURN NULL; END IF; RETURN NEW"))
        case .timeStandsStill:
            try await database.run(
                Self.trigger(
                    on: "casefeedback.events", each: "ROW",
                    "NEW.recorded_at := NEW.recorded_at - NEW.ordinal * interval '1 microsecond'; RETURN NEW"))
        case .versionSkipped:
            try await database.run(
                Self.trigger(
                    on: "casefeedback.events", each: "ROW",
                    "NEW.version := NEW.version + (NEW.version > 1)::int; RETURN NEW"))
        case .projectionLeavesOut:
            try await database.run(
                Self.trigger(
                    on: "public.applied", each: "ROW",
                    "IF NEW.position % 7 = 0 THEN RETURN NULL; END IF; RETURN NEW"))
        case .batchHalved:
            // All are told that they are accepted; what was to be dropped is written.
            try await database.alterFunction(
                "append_events", replacing: "p_all_or_nothing AND", with: "false AND")
        case .batchAlwaysDropped:
            try await database.alterFunction(
                "append_events", replacing: "IF v_is_open AND p_opening_nature IS NULL",
                with: "IF NOT p_all_or_nothing AND v_is_open AND p_opening_nature IS NULL")
            try await database.alterFunction(
                "append_events", replacing: "p_all_or_nothing AND EXISTS",
                with: "p_all_or_nothing OR p_all_or_nothing AND EXISTS")
        case .bulkConditionsLost:
            try await database.alterFunction("append_staged", replacing: "s.required <> s.base", with: "false")
        case .textChanged:
            try await database.run(
                Self.trigger(
                    on: "casefeedback.protected_texts", each: "ROW", "NEW.value := NEW.value || '\\x20'; RETURN NEW"))
        case .tagChanged:
            try await database.run(
                Self.trigger(on: "casefeedback.tags", each: "ROW", "NEW.tag := NEW.tag || 'x'; RETURN NEW"))
        case .fingerprintChanged:
            try await database.run(
                Self.trigger(
                    on: "casefeedback.commands", each: "ROW",
                    "NEW.fingerprint := sha256(NEW.fingerprint); RETURN NEW"))
        case .answerElsewhere:
            try await database.alterFunction(
                "append_event", replacing: #"RETURN ARRAY\[v_position,"#, with: "RETURN ARRAY[v_position + 1,")
        case .retryAcceptedAgain:
            try await database.alterFunction(
                "append_event", replacing: "IF v_is_known OR",
                with: """
                    IF v_is_known THEN
                        RETURN (
                            SELECT ARRAY[c.first_position, 0] FROM casefeedback.commands AS c
                            WHERE c.organisation = p_organisation AND c.command_id = p_command_id);
                    END IF;
                    IF
                    """)
        case .refusedCalledKnown:
            try await database.alterFunction(
                "append_events", replacing: #"v_verdict := 'stale';\s+v_stream :="#,
                with: "v_verdict := 'known'; v_stream :=")
        case .policyLost:
            try await database.run("ALTER TABLE casefeedback.commands DISABLE ROW LEVEL SECURITY")
        case .expectedHeadIgnored:
            try await database.alterFunction(
                "append_events", replacing: #"coalesce\(p_expected_head, v_head\) = v_head"#, with: "true")
            try await database.alterFunction(
                "append_events", replacing: "ELSIF p_expected_head <> v_head", with: "ELSIF false")
            try await database.alterFunction(
                "append_staged", replacing: "p_expected_head <> v_log.head", with: "false")
        case .checkpointStaysBehind:
            try await database.run(
                Self.trigger(
                    on: "casefeedback.projection_checkpoints", each: "ROW", before: "UPDATE",
                    "NEW.position := greatest(NEW.position - 1, OLD.position); RETURN NEW"))
        case .conditionsLost, .readerGoesByEventID, .checkpointGoesBack, .payloadChanged, .tailCut, .headAhead,
            .rowOfAnotherTenant, .eventUnsent, .commandAppendedTwice, .positionSkipped:
            break
        }
    }

    /// Changes the history behind everybody's back, when there is some.
    func tamper(with database: TestDatabase, after round: Int) async throws {
        guard round >= 4 else { return }
        let change: String? =
            switch self {
            case .checkpointGoesBack:
                "UPDATE casefeedback.projection_checkpoints SET position = position - 2 WHERE position > 3"
            case .payloadChanged: "UPDATE casefeedback.events SET payload = payload || '\\x20' WHERE position = 2"
            case .tailCut:
                "DELETE FROM casefeedback.events AS e USING casefeedback.logs AS l WHERE e.position = l.head"
            case .headAhead: "UPDATE casefeedback.logs SET head = head + 1"
            case .rowOfAnotherTenant:
                """
                INSERT INTO casefeedback.tags
                SELECT '1384', log, tag, position FROM casefeedback.tags WHERE organisation = '1480'
                ON CONFLICT DO NOTHING
                """
            case .eventUnsent: Self.anotherEvent(of: "gen_random_uuid()")
            case .commandAppendedTwice: Self.anotherEvent(of: "e.command_id")
            case .positionSkipped:
                """
                UPDATE casefeedback.events AS e SET position = e.position + 1 FROM casefeedback.logs AS l
                WHERE (l.organisation, l.log, l.head) = (e.organisation, e.log, e.position);
                UPDATE casefeedback.logs SET head = head + 1 WHERE head > 0
                """
            default: nil
            }
        if let change { try await database.run("SET session_replication_role = replica; \(change)") }
    }

    /// One more than was sent, at the end of each log.
    private static func anotherEvent(of command: String) -> String {
        """
        INSERT INTO casefeedback.events
        SELECT (jsonb_populate_record(e, jsonb_build_object(
            'position', e.position + 1, 'stream', e.stream || '-another', 'version', 1,
            'event_id', gen_random_uuid(), 'command_id', \(command)))).*
        FROM casefeedback.events AS e
        JOIN casefeedback.logs AS l ON (l.organisation, l.log, l.head) = (e.organisation, e.log, e.position);
        UPDATE casefeedback.logs SET head = head + 1 WHERE head > 0
        """
    }

    private static func trigger(
        on table: String, each: String, before statement: String = "INSERT", _ body: String
    ) -> String {
        """
        CREATE FUNCTION public.break_it() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \(body); END $$;
        CREATE TRIGGER broken BEFORE \(statement) ON \(table) FOR EACH \(each) EXECUTE FUNCTION public.break_it();
        """
    }
}
