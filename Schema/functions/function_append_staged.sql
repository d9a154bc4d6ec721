-- Appends what was staged in this transaction (stage_append), all of it or nothing: the head is locked from here to the
-- commit, not while the rows came over. The rules are those of append_events.
--
-- One row: the verdict on all, or on the first command that is refused. A row for each where commands are known.
CREATE OR REPLACE FUNCTION casefeedback.append_staged(
    p_organisation    text,
    p_log             text,
    p_clock           timestamptz,   -- the program's clock
    p_program_version text,
    p_opens           boolean,       -- the first command would open the log
    p_expected_head   bigint         -- given when the commands cite each other by the positions that follow on it
) RETURNS TABLE (
    verdict        text,
    command        integer,
    stream         text,
    detail         bigint,
    first_position bigint,
    recorded_at    timestamptz
) LANGUAGE plpgsql VOLATILE AS $$
#variable_conflict use_variable
DECLARE
    v_log   record;
    v_count bigint;
BEGIN
    SELECT * INTO v_log FROM casefeedback.lock_log(p_organisation, p_log, p_clock, NULL);

    -- Looked up one by one in the key, however many there are: a plan that reads all commands would hold the lock.
    RETURN QUERY
    SELECT 'known', s.number, NULL::text, 0::bigint, 0::bigint, NULL::timestamptz
    FROM staged_commands AS s
    WHERE EXISTS (
        SELECT FROM casefeedback.commands AS c
        WHERE c.organisation = p_organisation AND c.command_id = s.command_id
        OFFSET 0
    );
    IF FOUND THEN
        RETURN;
    END IF;

    command := 1;
    detail := 0;
    IF p_expected_head <> v_log.head THEN
        verdict := 'stale';
        detail := v_log.head;
    ELSIF NOT v_log.is_open THEN
        verdict := 'log_not_open';
    ELSIF p_opens THEN
        verdict := 'log_already_open';
    ELSIF v_log.is_apart THEN
        verdict := 'clocks_apart';
        detail := v_log.apart;
    ELSE
        UPDATE staged_streams AS s
        SET base = coalesce((
            SELECT e.version
            FROM casefeedback.events AS e
            WHERE e.organisation = p_organisation AND e.log = p_log AND e.stream = s.stream
            ORDER BY e.version DESC
            LIMIT 1
        ), 0);
        SELECT r.verdict, r.command, r.stream, r.detail
        INTO verdict, command, stream, detail
        FROM (
            SELECT 'stale' AS verdict, s.required_by AS command, s.stream, s.base + s.required_offset AS detail
            FROM staged_streams AS s
            WHERE s.required <> s.base
            UNION ALL
            SELECT 'occurs_in_future', e.command, NULL, e.ordinal
            FROM staged_events AS e
            WHERE e.occurred_on > v_log.today
        ) AS r
        ORDER BY r.command, r.detail
        LIMIT 1;
    END IF;
    IF verdict IS NOT NULL THEN
        RETURN NEXT;
        RETURN;
    END IF;

    INSERT INTO casefeedback.events (
        organisation, log, position, recorded_at, stream, version, event_id, type, schema_version, command_id, ordinal,
        occurred_on, occurred_at, recorded_by, actor_verified, performed_by, role, ground, causation_id, correlation_id,
        secrecy, retention_class, program_version, provenance, payload)
    SELECT
        p_organisation, p_log, v_log.head + e.number, v_log.recorded_at + (e.number - 1) * interval '1 microsecond',
        s.stream, s.base + e.version_offset, e.event_id, e.type, e.schema_version, e.command_id, e.ordinal,
        e.occurred_on, e.occurred_at, e.recorded_by, e.actor_verified, e.performed_by, e.role, e.ground,
        e.causation_id, e.correlation_id, e.secrecy, e.retention_class, p_program_version, e.provenance, e.payload
    FROM staged_events AS e
    JOIN staged_streams AS s ON s.number = e.stream;
    GET DIAGNOSTICS v_count = ROW_COUNT;

    INSERT INTO casefeedback.tags (organisation, log, tag, position)
    SELECT p_organisation, p_log, t.tag, v_log.head + t.number
    FROM staged_tags AS t;

    INSERT INTO casefeedback.protected_texts (organisation, log, position, field, secrecy, subject, key_id, value)
    SELECT p_organisation, p_log, v_log.head + t.number, t.field, t.secrecy, t.subject, t.key_id, t.value
    FROM staged_texts AS t;

    INSERT INTO casefeedback.commands (
        organisation, command_id, log, fingerprint, recorded_by, first_position, last_position)
    SELECT
        p_organisation, c.command_id, p_log, c.fingerprint, c.recorded_by, v_log.head + c.first_offset,
        v_log.head + c.last_offset
    FROM staged_commands AS c;

    UPDATE casefeedback.logs AS l
    SET head = v_log.head + v_count,
        recorded_at = v_log.recorded_at + (v_count - 1) * interval '1 microsecond',
        clock_accepted = CASE WHEN v_log.apart > 60000000 THEN l.clock_accepted END
    WHERE l.organisation = p_organisation AND l.log = p_log;

    verdict := 'accepted';
    detail := v_count;
    first_position := v_log.head + 1;
    recorded_at := v_log.recorded_at;
    RETURN NEXT;
END
$$;
