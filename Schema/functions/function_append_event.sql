-- Appends one command of one event, if nothing can be said against it: what `append_events` does for a whole batch, by
-- values in place of arrays, since reading those costs half of an append. It has no verdicts of its own. Where it gives
-- NULL it has written nothing, and `append_events` says why, or accepts what is not that simple.
--
-- Gives the position and the recorded time in microseconds since 1970.
CREATE OR REPLACE FUNCTION casefeedback.append_event(
    p_organisation    text,
    p_log             text,
    p_clock           timestamptz,   -- the program's clock
    p_program_version text,
    p_stream          text,
    p_version         bigint,        -- that the stream must have; 0: it is absent; NULL: whatever it has
    p_other_streams   text[],        -- further ones that must be at a version; NULL: none
    p_other_versions  bigint[],
    p_command_id      uuid,
    p_fingerprint     bytea,
    p_event_id        uuid,
    p_type            text,
    p_schema_version  integer,
    p_occurred_on     date,
    p_occurred_at     timestamptz,
    p_recorded_by     text,
    p_actor_verified  boolean,
    p_performed_by    text,
    p_role            text,
    p_ground          text,
    p_causation_id    uuid,
    p_correlation_id  uuid,
    p_secrecy         text,
    p_retention_class text,
    p_provenance      bytea,
    p_payload         bytea,
    p_tags            text[],
    p_text_fields     text[],
    p_text_secrecy    text[],
    p_text_subjects   text[],
    p_text_key_ids    text[],
    p_text_values     bytea[]
) RETURNS bigint[] LANGUAGE plpgsql VOLATILE AS $$
#variable_conflict use_variable
DECLARE
    v_started        CONSTANT timestamptz := clock_timestamp();
    v_tenant         text;
    v_zone           text;
    v_position       bigint;
    v_last_recorded  timestamptz;
    v_clock_accepted interval;
    v_clock          timestamptz;
    v_recorded       timestamptz;
    v_version        bigint;
    v_is_known       boolean;
BEGIN
    -- An assignment, since PERFORM would run a statement for it.
    v_tenant := set_config('app.tenant', p_organisation, true);
    -- What is told as accepted has reached this server's disk. Other settings than `off` wait for that, or for more, and are
    -- the administrator's.
    IF current_setting('synchronous_commit') = 'off' THEN
        PERFORM set_config('synchronous_commit', 'on', true);
    END IF;

    SELECT l.zone, l.head + 1, l.recorded_at, l.clock_accepted
    INTO v_zone, v_position, v_last_recorded, v_clock_accepted
    FROM casefeedback.logs AS l
    WHERE l.organisation = p_organisation AND l.log = p_log
    FOR NO KEY UPDATE;
    IF NOT FOUND OR v_clock_accepted IS NOT NULL THEN
        RETURN NULL;
    END IF;

    -- The clock is read once, under the lock; recorded time rises strictly whatever it does.
    v_clock := clock_timestamp();
    v_recorded := greatest(v_clock, v_last_recorded + interval '1 microsecond');
    IF greatest(p_clock - v_started, v_started - p_clock, v_last_recorded - v_clock) > interval '60 seconds'
        OR p_occurred_on > (v_recorded AT TIME ZONE v_zone)::date
    THEN
        RETURN NULL;
    END IF;

    SELECT
        coalesce((
            SELECT e.version
            FROM casefeedback.events AS e
            WHERE e.organisation = p_organisation AND e.log = p_log AND e.stream = p_stream
            ORDER BY e.version DESC
            LIMIT 1
        ), 0),
        EXISTS (
            SELECT FROM casefeedback.commands AS c
            WHERE c.organisation = p_organisation AND c.command_id = p_command_id)
    INTO v_version, v_is_known;
    IF v_is_known OR v_version <> p_version THEN
        RETURN NULL;
    END IF;

    IF p_other_streams IS NOT NULL THEN
        -- Elements come out of an array in its order.
        IF p_other_versions <> ARRAY(
            SELECT coalesce((
                SELECT e.version
                FROM casefeedback.events AS e
                WHERE e.organisation = p_organisation AND e.log = p_log AND e.stream = s.stream
                ORDER BY e.version DESC
                LIMIT 1
            ), 0)
            FROM unnest(p_other_streams) AS s (stream))
        THEN
            RETURN NULL;
        END IF;
    END IF;

    WITH event AS (
        INSERT INTO casefeedback.events (
            organisation, log, position, recorded_at, stream, version, event_id, type, schema_version, command_id,
            ordinal, occurred_on, occurred_at, recorded_by, actor_verified, performed_by, role, ground, causation_id,
            correlation_id, secrecy, retention_class, program_version, provenance, payload)
        VALUES (
            p_organisation, p_log, v_position, v_recorded, p_stream, v_version + 1, p_event_id, p_type,
            p_schema_version, p_command_id, 0, p_occurred_on, p_occurred_at, p_recorded_by, p_actor_verified,
            p_performed_by, p_role, p_ground, p_causation_id, p_correlation_id, p_secrecy, p_retention_class,
            p_program_version, p_provenance, p_payload)
    ), command AS (
        INSERT INTO casefeedback.commands (
            organisation, command_id, log, fingerprint, recorded_by, first_position, last_position)
        VALUES (p_organisation, p_command_id, p_log, p_fingerprint, p_recorded_by, v_position, v_position)
    ), tag AS (
        INSERT INTO casefeedback.tags (organisation, log, tag, position)
        SELECT p_organisation, p_log, t.tag, v_position FROM unnest(p_tags) AS t (tag)
    )
    UPDATE casefeedback.logs AS l
    SET head = v_position, recorded_at = v_recorded
    WHERE l.organisation = p_organisation AND l.log = p_log;

    IF p_text_values IS NOT NULL THEN
        INSERT INTO casefeedback.protected_texts (organisation, log, position, field, secrecy, subject, key_id, value)
        SELECT p_organisation, p_log, v_position, t.field, t.secrecy, t.subject, t.key_id, t.value
        FROM unnest(p_text_fields, p_text_secrecy, p_text_subjects, p_text_key_ids, p_text_values)
            AS t (field, secrecy, subject, key_id, value);
    END IF;

    RETURN ARRAY[v_position, (extract(epoch FROM v_recorded) * 1000000)::bigint];
END
$$;
