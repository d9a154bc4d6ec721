-- Appends the events of one or more commands to one log: one statement, outside an explicit transaction, is the whole
-- transaction. Every inner statement has a snapshot of its own, so what is looked up after the lock is what is true behind
-- the lock. A refused command drops out with its verdict and the others stand; later commands of the batch see earlier ones.
--
-- Indexes in the arrays are 1-based. Events stand in the order of their commands; `p_event_counts` says how many each has.
-- An array of an event's column that is NULL stands for nothing but NULLs.
-- With `p_all_or_nothing`, one refused command takes the others with it: they are `dropped`, and nothing is written.
--
-- Gives one row. Where every command was accepted, which is told without looking at them one by one, `verdicts` is NULL,
-- and the events stand one after the other from `first_position` on. Else each array has an entry a command. A verdict is
-- one of: accepted, known, dropped, stale, occurs_in_future, log_not_open, log_already_open, clocks_apart.
CREATE OR REPLACE FUNCTION casefeedback.append_events(
    p_organisation       text,
    p_log                text,
    p_clock              timestamptz,   -- the program's clock
    p_program_version    text,
    p_all_or_nothing     boolean,
    p_expected_head      bigint,        -- given when the commands cite each other by the positions that follow on it
    p_opening_nature     text,          -- given when the batch's first command opens the log
    p_opening_zone       text,
    p_streams            text[],        -- every stream that the batch reads or writes, once
    p_stream_versions    bigint[],      -- at the head, for every condition to hold if no command is refused; NULL: look at each
    p_command_ids        uuid[],
    p_fingerprints       bytea[],
    p_command_callers    text[],
    p_event_counts       integer[],
    p_last_events        integer[],     -- the number of each command's last event
    p_condition_counts   integer[],
    p_condition_streams  integer[],
    p_condition_versions bigint[],      -- 0: the stream is absent
    p_items              text[],        -- of the batch's only command: 'type type|tag tag', any of which must not match
    p_items_after        bigint,
    p_occurred_latest    date,
    p_event_streams      text[],
    p_stream_numbers     integer[],     -- of each event's stream among the streams
    p_stream_steps       integer[],     -- the event's place among the batch's events of its stream
    p_event_ids          uuid[],
    p_types              text[],
    p_schema_versions    integer[],
    p_event_commands     uuid[],
    p_ordinals           integer[],
    p_occurred_on        date[],
    p_occurred_at        timestamptz[],
    p_recorded_by        text[],
    p_actor_verified     boolean[],
    p_performed_by       text[],
    p_roles              text[],
    p_grounds            text[],
    p_causation_ids      uuid[],
    p_correlation_ids    uuid[],
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
    p_known_versions     bigint[],      -- of the streams at the end of a transaction that the caller knows; NULL: look it up
    p_known_first        bigint,        -- that transaction's first position and event, its last ones, which must be the log's
    p_known_first_event  uuid,
    p_known_last         bigint,
    p_known_last_event   uuid,
    OUT verdicts         text[],
    OUT first_position   bigint,
    OUT first_positions  bigint[],
    OUT last_positions   bigint[],
    OUT recorded_at      timestamptz,   -- of the first event; one microsecond more for each that follows
    OUT detail_streams   integer[],     -- which of the streams a verdict is about; 0: none
    OUT details          bigint[]
) LANGUAGE plpgsql VOLATILE AS $$
#variable_conflict use_variable
DECLARE
    v_started         CONSTANT timestamptz := clock_timestamp();
    v_close_enough    CONSTANT interval := interval '60 seconds';
    v_microsecond     CONSTANT interval := interval '1 microsecond';
    v_commands        CONSTANT integer := coalesce(cardinality(p_command_ids), 0);
    v_tenant          text;
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
    v_known_before    uuid[];
    v_versions        bigint[];
    v_position        bigint;
    v_event           integer := 0;
    v_first_event     integer;
    v_condition       integer := 0;
    v_first_condition integer;
    v_verdict         text;
    v_detail          bigint;
    v_stream          integer;
    -- One entry an event, where the commands were looked at one by one: position 0 where its command was refused.
    v_event_positions bigint[];
    v_event_versions  bigint[];
BEGIN
    -- An assignment, since PERFORM would run a statement for it.
    v_tenant := set_config('app.tenant', p_organisation, true);
    -- What is told as accepted has reached this server's disk. Other settings than `off` wait for that, or for more, and are
    -- the administrator's.
    IF current_setting('synchronous_commit') = 'off' THEN
        PERFORM set_config('synchronous_commit', 'on', true);
    END IF;

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
    v_recorded := greatest(v_clock, v_last_recorded + v_microsecond);
    v_today := (v_recorded AT TIME ZONE coalesce(v_zone, 'UTC'))::date;
    v_apart := greatest(p_clock - v_started, v_started - p_clock, v_last_recorded - v_clock);

    -- All by key; elements come out of an array in its order. What the caller knows holds if the log ends with the whole of the
    -- transaction that he knows, from its first event to its last.
    SELECT
        ARRAY(
            SELECT CASE WHEN known.holds AND s.known_version IS NOT NULL THEN s.known_version ELSE coalesce((
                SELECT e.version
                FROM casefeedback.events AS e
                WHERE e.organisation = p_organisation AND e.log = p_log AND e.stream = s.stream
                ORDER BY e.version DESC
                LIMIT 1
            ), 0) END
            FROM unnest(p_streams, p_known_versions) AS s (stream, known_version)),
        ARRAY(
            SELECT c.command_id
            FROM casefeedback.commands AS c
            WHERE c.organisation = p_organisation AND c.command_id = ANY (p_command_ids))
    INTO v_versions, v_known
    FROM (
        SELECT p_known_last IS NOT NULL AND p_known_last = v_head
            AND p_known_first_event = (
                SELECT e.event_id
                FROM casefeedback.events AS e
                WHERE e.organisation = p_organisation AND e.log = p_log
                    AND e.position BETWEEN p_known_first AND p_known_first
                ORDER BY e.position
                LIMIT 1)
            AND p_known_last_event = (
                SELECT e.event_id
                FROM casefeedback.events AS e
                WHERE e.organisation = p_organisation AND e.log = p_log
                    AND e.position BETWEEN p_known_last AND p_known_last
                ORDER BY e.position
                LIMIT 1) AS holds
        OFFSET 0
    ) AS known;

    IF v_is_open AND p_opening_nature IS NULL AND v_versions = p_stream_versions AND v_known = '{}'
        AND coalesce(p_expected_head, v_head) = v_head AND p_items IS NULL
        AND v_apart <= greatest(v_close_enough, v_clock_accepted) AND coalesce(p_occurred_latest <= v_today, true)
    THEN
        v_position := v_head + coalesce(cardinality(p_event_ids), 0);
    ELSE
        verdicts := '{}';
        first_positions := '{}';
        last_positions := '{}';
        detail_streams := '{}';
        details := '{}';
        v_event_positions := '{}';
        v_event_versions := '{}';
        v_position := v_head;
        v_known_before := v_known;
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

            first_positions := array_append(first_positions, v_position + 1);
            IF v_verdict = 'accepted' THEN
                FOR e IN v_first_event..v_event LOOP
                    v_position := v_position + 1;
                    v_stream := p_stream_numbers[e];
                    v_versions[v_stream] := v_versions[v_stream] + 1;
                    v_event_positions := array_append(v_event_positions, v_position);
                    v_event_versions := array_append(v_event_versions, v_versions[v_stream]);
                END LOOP;
                v_known := array_append(v_known, p_command_ids[i]);
                v_stream := 0;
            ELSE
                FOR e IN v_first_event..v_event LOOP
                    v_event_positions := array_append(v_event_positions, 0::bigint);
                    v_event_versions := array_append(v_event_versions, 0::bigint);
                END LOOP;
            END IF;
            last_positions := array_append(last_positions, v_position);
            verdicts := array_append(verdicts, v_verdict);
            detail_streams := array_append(detail_streams, v_stream);
            details := array_append(details, v_detail);
        END LOOP;

        IF p_all_or_nothing AND EXISTS (
            SELECT FROM unnest(verdicts) AS v (verdict) WHERE v.verdict NOT IN ('accepted', 'known')
        ) THEN
            v_position := v_head;
            -- What is known only by an earlier command of the batch goes with that one.
            SELECT array_agg(
                CASE
                    WHEN v.verdict = 'accepted' OR v.verdict = 'known' AND v.id <> ALL (v_known_before) THEN 'dropped'
                    ELSE v.verdict
                END
                ORDER BY v.number)
            INTO verdicts
            FROM unnest(verdicts, p_command_ids) WITH ORDINALITY AS v (verdict, id, number);
        END IF;
    END IF;

    first_position := v_head + 1;
    recorded_at := v_recorded;
    -- A command that made no event is remembered too.
    IF verdicts IS NOT NULL AND NOT 'accepted' = ANY (verdicts) THEN
        RETURN;
    END IF;

    IF NOT v_is_open THEN
        -- Two openings at once: the second waits here and fails as a whole; sent again, it finds the log open.
        INSERT INTO casefeedback.logs (organisation, log, nature, zone, head, recorded_at)
        VALUES (p_organisation, p_log, p_opening_nature, p_opening_zone, 0, v_clock);
    END IF;

    IF p_text_values IS NOT NULL THEN
        INSERT INTO casefeedback.protected_texts (organisation, log, position, field, secrecy, subject, key_id, value)
        SELECT p_organisation, p_log, p.position, t.field, t.secrecy, t.subject, t.key_id, t.value
        FROM unnest(p_text_events, p_text_fields, p_text_secrecy, p_text_subjects, p_text_key_ids, p_text_values)
            AS t (event, field, secrecy, subject, key_id, value)
        CROSS JOIN LATERAL (SELECT coalesce(v_event_positions[t.event], v_head + t.event)) AS p (position)
        WHERE p.position > 0;
    END IF;

    WITH event AS (
        INSERT INTO casefeedback.events (
            organisation, log, position, recorded_at, stream, version, event_id, type, schema_version, command_id, ordinal,
            occurred_on, occurred_at, recorded_by, actor_verified, performed_by, role, ground, causation_id, correlation_id,
            secrecy, retention_class, program_version, provenance, payload)
        SELECT
            p_organisation, p_log, p.position, v_recorded + (p.position - v_head - 1) * v_microsecond,
            e.stream, coalesce(v_event_versions[e.number], v_versions[e.stream_number] + e.stream_step),
            e.event_id, e.type, e.schema_version, e.command_id, e.ordinal, e.occurred_on, e.occurred_at, e.recorded_by,
            e.actor_verified, e.performed_by, e.role, e.ground, e.causation_id, e.correlation_id, e.secrecy,
            e.retention_class, p_program_version, e.provenance, e.payload
        FROM unnest(
            p_event_streams, p_stream_numbers, p_stream_steps, p_event_ids, p_types, p_schema_versions, p_event_commands,
            p_ordinals, p_occurred_on, p_occurred_at, p_recorded_by, p_actor_verified, p_performed_by, p_roles, p_grounds,
            p_causation_ids, p_correlation_ids, p_secrecy, p_retention_classes, p_provenances, p_payloads
        ) WITH ORDINALITY AS e (
            stream, stream_number, stream_step, event_id, type, schema_version, command_id, ordinal, occurred_on,
            occurred_at, recorded_by, actor_verified, performed_by, role, ground, causation_id, correlation_id, secrecy,
            retention_class, provenance, payload, number
        )
        CROSS JOIN LATERAL (SELECT coalesce(v_event_positions[e.number], v_head + e.number)) AS p (position)
        WHERE p.position > 0
    ), tag AS (
        INSERT INTO casefeedback.tags (organisation, log, tag, position)
        SELECT p_organisation, p_log, t.tag, p.position
        FROM unnest(p_tag_events, p_tags) AS t (event, tag)
        CROSS JOIN LATERAL (SELECT coalesce(v_event_positions[t.event], v_head + t.event)) AS p (position)
        WHERE p.position > 0
    )
    INSERT INTO casefeedback.commands (
        organisation, command_id, log, fingerprint, recorded_by, first_position, last_position)
    SELECT
        p_organisation, c.command_id, p_log, c.fingerprint, c.caller,
        coalesce(first_positions[c.number], v_head + c.last_event - c.event_count + 1),
        coalesce(last_positions[c.number], v_head + c.last_event)
    FROM unnest(p_command_ids, p_fingerprints, p_command_callers, p_event_counts, p_last_events) WITH ORDINALITY
        AS c (command_id, fingerprint, caller, event_count, last_event, number)
    WHERE coalesce(verdicts[c.number] = 'accepted', true);

    UPDATE casefeedback.logs AS l
    SET head = v_position,
        recorded_at = v_recorded + (v_position - v_head - 1) * v_microsecond,
        clock_accepted = CASE WHEN v_apart > v_close_enough THEN v_clock_accepted END
    WHERE l.organisation = p_organisation AND l.log = p_log;
END
$$;
