-- Appends the events of one or more commands to one log: one statement, outside an explicit transaction, is the whole
-- transaction. Every inner statement has a snapshot of its own, so what is looked up after the lock is what is true behind
-- the lock. A refused command drops out with its verdict and the others stand; later commands of the batch see earlier ones.
--
-- Indexes in the arrays are 1-based. Events stand in the order of their commands; `p_event_counts` says how many each has.
-- With `p_all_or_nothing`, one refused command takes the others with it: they are `dropped`, and nothing is written.
-- A verdict is one of: accepted, known, dropped, stale, occurs_in_future, log_not_open, log_already_open, clocks_apart.
CREATE OR REPLACE FUNCTION casefeedback.append_events(
    p_organisation       text,
    p_log                text,
    p_clock              timestamptz,   -- the program's clock
    p_program_version    text,
    p_all_or_nothing     boolean,
    p_opening_nature     text,          -- given when the batch's first command opens the log
    p_opening_zone       text,
    p_streams            text[],        -- every stream that the batch reads or writes, once
    p_command_ids        uuid[],
    p_fingerprints       bytea[],
    p_recorded_by        text[],
    p_actor_verified     boolean[],
    p_roles              text[],
    p_grounds            text[],
    p_causation_ids      uuid[],
    p_correlation_ids    uuid[],
    p_event_counts       integer[],
    p_condition_counts   integer[],
    p_condition_streams  integer[],
    p_condition_versions bigint[],      -- 0: the stream is absent
    p_items              text[],        -- of the batch's only command: 'type type|tag tag', any of which must not match
    p_items_after        bigint,
    p_event_streams      integer[],
    p_event_ids          uuid[],
    p_types              text[],
    p_schema_versions    integer[],
    p_occurred_on        date[],
    p_occurred_at        timestamptz[],
    p_performed_by       text[],
    p_secrecy            text[],
    p_retention_classes  text[],
    p_provenances        bytea[],
    p_payloads           bytea[],
    p_tag_events         integer[],
    p_tags               text[],
    p_text_events        integer[],
    p_text_fields        text[],
    p_text_secrecy       text[],
    p_text_subjects      text[],
    p_text_key_ids       text[],
    p_text_values        bytea[],
    p_expected_head      bigint         -- given when the commands cite each other by the positions that follow on it
) RETURNS TABLE (
    verdict        text,
    first_position bigint,
    last_position  bigint,
    recorded_at    timestamptz,
    detail_stream  text,
    detail         bigint
) LANGUAGE plpgsql VOLATILE AS $$
#variable_conflict use_variable
DECLARE
    v_started         CONSTANT timestamptz := clock_timestamp();
    v_close_enough    CONSTANT interval := interval '60 seconds';
    v_commands        CONSTANT integer := coalesce(cardinality(p_command_ids), 0);
    v_nature          text;
    v_zone            text;
    v_head            bigint;
    v_last_recorded   timestamptz;
    v_clock_accepted  interval;
    v_is_open         boolean;
    v_clock           timestamptz;
    v_apart           interval;
    v_recorded        timestamptz;
    v_today           date;
    v_known           uuid[];
    v_versions        bigint[];
    v_position        bigint;
    v_event           integer := 0;
    v_first_event     integer;
    v_condition       integer := 0;
    v_first_condition integer;
    v_verdict         text;
    v_detail          bigint;
    v_stream          integer;
    -- One entry a command, and one an event (position 0: its command was refused).
    v_verdicts        text[] := '{}';
    v_firsts          bigint[] := '{}';
    v_lasts           bigint[] := '{}';
    v_detail_streams  integer[] := '{}';
    v_details         bigint[] := '{}';
    v_event_positions bigint[] := '{}';
    v_event_versions  bigint[] := '{}';
    v_event_commands  integer[] := '{}';
    v_event_ordinals  integer[] := '{}';
BEGIN
    PERFORM set_config('app.tenant', p_organisation, true);

    SELECT l.nature, l.zone, l.head, l.recorded_at, l.clock_accepted
    INTO v_nature, v_zone, v_head, v_last_recorded, v_clock_accepted
    FROM casefeedback.logs AS l
    WHERE l.organisation = p_organisation AND l.log = p_log
    FOR NO KEY UPDATE;
    v_is_open := FOUND;

    IF NOT v_is_open THEN
        v_head := 0;
        v_zone := p_opening_zone;
    END IF;

    -- The clock is read once, under the lock; recorded time rises strictly whatever it does.
    v_clock := clock_timestamp();
    v_recorded := greatest(v_clock, v_last_recorded + interval '1 microsecond');
    v_today := (v_recorded AT TIME ZONE coalesce(v_zone, 'UTC'))::date;
    v_apart := greatest(p_clock - v_started, v_started - p_clock, v_last_recorded - v_clock);

    SELECT coalesce(array_agg(c.command_id), '{}') INTO v_known
    FROM casefeedback.commands AS c
    WHERE c.organisation = p_organisation AND c.command_id = ANY (p_command_ids);

    SELECT coalesce(array_agg(coalesce(e.version, 0) ORDER BY s.number), '{}') INTO v_versions
    FROM unnest(p_streams) WITH ORDINALITY AS s (stream, number)
    LEFT JOIN LATERAL (
        SELECT e.version
        FROM casefeedback.events AS e
        WHERE e.organisation = p_organisation AND e.log = p_log AND e.stream = s.stream
        ORDER BY e.version DESC
        LIMIT 1
    ) AS e ON true;

    v_position := v_head;
    FOR i IN 1..v_commands LOOP
        v_first_event := v_event + 1;
        v_event := v_event + p_event_counts[i];
        v_first_condition := v_condition + 1;
        v_condition := v_condition + p_condition_counts[i];
        v_verdict := 'accepted';
        v_detail := 0;
        v_stream := 0;

        IF p_command_ids[i] = ANY (v_known) THEN
            v_verdict := 'known';
        ELSIF p_expected_head <> v_head THEN
            v_verdict := 'stale';
            v_detail := v_head;
        ELSIF NOT v_is_open AND p_opening_nature IS NULL THEN
            v_verdict := 'log_not_open';
        ELSIF v_is_open AND p_opening_nature IS NOT NULL AND i = 1 THEN
            v_verdict := 'log_already_open';
        ELSIF v_apart > greatest(v_close_enough, v_clock_accepted) THEN
            v_verdict := 'clocks_apart';
            v_detail := extract(epoch FROM v_apart) * 1000000;
        ELSE
            FOR c IN v_first_condition..v_condition LOOP
                IF v_versions[p_condition_streams[c]] <> p_condition_versions[c] THEN
                    v_verdict := 'stale';
                    v_stream := p_condition_streams[c];
                    v_detail := v_versions[v_stream];
                    EXIT;
                END IF;
            END LOOP;
            IF v_verdict = 'accepted' AND p_items IS NOT NULL THEN
                -- The caller sends such a command alone: events of the same batch would not be seen here.
                IF v_commands > 1 THEN
                    RAISE EXCEPTION 'a command with a matching condition must be alone in its batch'
                        USING ERRCODE = 'invalid_parameter_value';
                END IF;
                v_detail := casefeedback.first_matching_position(p_organisation, p_log, p_items, p_items_after);
                IF v_detail > 0 THEN
                    v_verdict := 'stale';
                END IF;
            END IF;
            IF v_verdict = 'accepted' THEN
                FOR e IN v_first_event..v_event LOOP
                    IF p_occurred_on[e] > v_today THEN
                        v_verdict := 'occurs_in_future';
                        v_detail := e - v_first_event;
                        EXIT;
                    END IF;
                END LOOP;
            END IF;
        END IF;

        v_firsts := v_firsts || (v_position + 1);
        IF v_verdict = 'accepted' THEN
            FOR e IN v_first_event..v_event LOOP
                v_position := v_position + 1;
                v_stream := p_event_streams[e];
                v_versions[v_stream] := v_versions[v_stream] + 1;
                v_event_positions := v_event_positions || v_position;
                v_event_versions := v_event_versions || v_versions[v_stream];
                v_event_commands := v_event_commands || i;
                v_event_ordinals := v_event_ordinals || (e - v_first_event);
            END LOOP;
            v_known := v_known || p_command_ids[i];
            v_stream := 0;
        ELSE
            FOR e IN v_first_event..v_event LOOP
                v_event_positions := v_event_positions || 0::bigint;
                v_event_versions := v_event_versions || 0::bigint;
                v_event_commands := v_event_commands || i;
                v_event_ordinals := v_event_ordinals || 0;
            END LOOP;
        END IF;
        v_lasts := v_lasts || v_position;
        v_verdicts := v_verdicts || v_verdict;
        v_detail_streams := v_detail_streams || v_stream;
        v_details := v_details || v_detail;
    END LOOP;

    IF p_all_or_nothing AND EXISTS (
        SELECT FROM unnest(v_verdicts) AS v (verdict) WHERE v.verdict NOT IN ('accepted', 'known')
    ) THEN
        v_position := v_head;
        v_verdicts := array_replace(v_verdicts, 'accepted', 'dropped');
    END IF;

    -- A command that made no event is remembered too.
    IF 'accepted' = ANY (v_verdicts) THEN
        IF NOT v_is_open THEN
            -- Two openings at once: the second waits here and fails as a whole; sent again, it finds the log open.
            INSERT INTO casefeedback.logs (organisation, log, nature, zone, head, recorded_at)
            VALUES (p_organisation, p_log, p_opening_nature, p_opening_zone, 0, v_clock);
        END IF;

        INSERT INTO casefeedback.events (
            organisation, log, position, recorded_at, stream, version, event_id, type, schema_version, command_id, ordinal,
            occurred_on, occurred_at, recorded_by, actor_verified, performed_by, role, ground, causation_id, correlation_id,
            secrecy, retention_class, program_version, provenance, payload)
        SELECT
            p_organisation, p_log, e.position, v_recorded + (e.position - v_head - 1) * interval '1 microsecond',
            s.stream, e.version, e.event_id, e.type, e.schema_version, c.command_id, e.ordinal,
            e.occurred_on, e.occurred_at, c.recorded_by, c.actor_verified, e.performed_by, c.role, c.ground,
            c.causation_id, c.correlation_id, e.secrecy, e.retention_class, p_program_version, e.provenance, e.payload
        FROM unnest(
            v_event_positions, v_event_versions, v_event_commands, v_event_ordinals, p_event_streams, p_event_ids, p_types,
            p_schema_versions, p_occurred_on, p_occurred_at, p_performed_by, p_secrecy, p_retention_classes, p_provenances,
            p_payloads
        ) AS e (
            position, version, command, ordinal, stream, event_id, type, schema_version, occurred_on, occurred_at,
            performed_by, secrecy, retention_class, provenance, payload
        )
        JOIN unnest(p_streams) WITH ORDINALITY AS s (stream, number) ON s.number = e.stream
        JOIN unnest(
            p_command_ids, p_recorded_by, p_actor_verified, p_roles, p_grounds, p_causation_ids, p_correlation_ids
        ) WITH ORDINALITY AS c (
            command_id, recorded_by, actor_verified, role, ground, causation_id, correlation_id, number
        ) ON c.number = e.command
        WHERE e.position > 0;

        INSERT INTO casefeedback.tags (organisation, log, tag, position)
        SELECT p_organisation, p_log, t.tag, v_event_positions[t.event]
        FROM unnest(p_tag_events, p_tags) AS t (event, tag)
        WHERE v_event_positions[t.event] > 0;

        INSERT INTO casefeedback.protected_texts (organisation, log, position, field, secrecy, subject, key_id, value)
        SELECT p_organisation, p_log, v_event_positions[t.event], t.field, t.secrecy, t.subject, t.key_id, t.value
        FROM unnest(p_text_events, p_text_fields, p_text_secrecy, p_text_subjects, p_text_key_ids, p_text_values)
            AS t (event, field, secrecy, subject, key_id, value)
        WHERE v_event_positions[t.event] > 0;

        INSERT INTO casefeedback.commands (
            organisation, command_id, log, fingerprint, recorded_by, first_position, last_position)
        SELECT p_organisation, c.command_id, p_log, c.fingerprint, c.recorded_by, c.first_position, c.last_position
        FROM unnest(p_command_ids, p_fingerprints, p_recorded_by, v_verdicts, v_firsts, v_lasts)
            AS c (command_id, fingerprint, recorded_by, verdict, first_position, last_position)
        WHERE c.verdict = 'accepted';

        UPDATE casefeedback.logs AS l
        SET head = v_position,
            recorded_at = v_recorded + (v_position - v_head - 1) * interval '1 microsecond',
            clock_accepted = CASE WHEN v_apart > v_close_enough THEN v_clock_accepted END
        WHERE l.organisation = p_organisation AND l.log = p_log;
    END IF;

    RETURN QUERY
    SELECT
        v.verdict, v.first_position, v.last_position,
        v_recorded + (v.first_position - v_head - 1) * interval '1 microsecond', s.stream, v.detail
    FROM unnest(v_verdicts, v_firsts, v_lasts, v_detail_streams, v_details) WITH ORDINALITY
        AS v (verdict, first_position, last_position, stream, detail, number)
    LEFT JOIN unnest(p_streams) WITH ORDINALITY AS s (stream, number) ON s.number = v.stream
    ORDER BY v.number;
END
$$;
