-- Appends a batch of commands to a log that ends where the caller believes, if nothing can be said against any of them: as
-- `append_event_at_head` does one of one event, and right for the reason given there. Gives the recorded time of the first
-- event, one microsecond more for each that follows; NULL where it wrote nothing.
--
-- Numbers of events are 1-based. An array of an event's column that is NULL stands for nothing but NULLs.
WITH tenant AS MATERIALIZED (
    SELECT set_config('app.tenant', $1, true)
), head AS (
    UPDATE casefeedback.logs AS l
    SET head = $5 + cardinality($16::uuid[]),
        recorded_at = greatest(clock_timestamp(), l.recorded_at + interval '1 microsecond')
            + (cardinality($16::uuid[]) - 1) * interval '1 microsecond'
    WHERE l.organisation = $1 AND l.log = $2 AND l.head = $5 AND l.clock_accepted IS NULL
        AND greatest($3 - clock_timestamp(), clock_timestamp() - $3, l.recorded_at - clock_timestamp())
            <= interval '60 seconds'
        AND $8 <= (greatest(clock_timestamp(), l.recorded_at) AT TIME ZONE l.zone)::date
        -- Each by key; elements come out of an array in its order.
        AND $7::bigint[] = ARRAY(
            SELECT coalesce((
                SELECT e.version
                FROM casefeedback.events AS e
                WHERE e.organisation = $1 AND e.log = $2 AND e.stream = s.stream
                ORDER BY e.version DESC
                LIMIT 1
            ), 0)
            FROM unnest($6::text[]) AS s (stream))
    RETURNING l.recorded_at - (cardinality($16::uuid[]) - 1) * interval '1 microsecond' AS recorded_at
), event AS (
    INSERT INTO casefeedback.events (
        organisation, log, position, recorded_at, stream, version, event_id, type, schema_version, command_id, ordinal,
        occurred_on, occurred_at, recorded_by, actor_verified, performed_by, role, ground, causation_id, correlation_id,
        secrecy, retention_class, program_version, provenance, payload)
    SELECT
        $1, $2, $5 + e.number, head.recorded_at + (e.number - 1) * interval '1 microsecond', e.stream, e.version,
        e.event_id, e.type, e.schema_version, e.command_id, e.ordinal, e.occurred_on, e.occurred_at, e.recorded_by,
        e.actor_verified, e.performed_by, e.role, e.ground, e.causation_id, e.correlation_id, e.secrecy,
        e.retention_class, $4, e.provenance, e.payload
    FROM head, unnest(
        $9::bigint[], $15::text[], $16::uuid[], $17::text[], $18::integer[], $19::uuid[], $20::integer[], $21::date[],
        $22::timestamptz[], $23::text[], $24::boolean[], $25::text[], $26::text[], $27::text[], $28::uuid[],
        $29::uuid[], $30::text[], $31::text[], $32::bytea[], $33::bytea[]
    ) WITH ORDINALITY AS e (
        version, stream, event_id, type, schema_version, command_id, ordinal, occurred_on, occurred_at, recorded_by,
        actor_verified, performed_by, role, ground, causation_id, correlation_id, secrecy, retention_class, provenance,
        payload, number
    )
), tag AS (
    INSERT INTO casefeedback.tags (organisation, log, tag, position)
    SELECT $1, $2, t.tag, $5 + t.event FROM head, unnest($34::integer[], $35::text[]) AS t (event, tag)
), protected_text AS (
    INSERT INTO casefeedback.protected_texts (organisation, log, position, field, secrecy, subject, key_id, value)
    SELECT $1, $2, $5 + t.event, t.field, t.secrecy, t.subject, t.key_id, t.value
    FROM head, unnest($36::integer[], $37::text[], $38::text[], $39::text[], $40::text[], $41::bytea[])
        AS t (event, field, secrecy, subject, key_id, value)
), command AS (
    INSERT INTO casefeedback.commands (
        organisation, command_id, log, fingerprint, recorded_by, first_position, last_position)
    SELECT $1, c.command_id, $2, c.fingerprint, c.caller, $5 + c.last_event - c.event_count + 1, $5 + c.last_event
    FROM head, unnest($10::uuid[], $11::bytea[], $12::text[], $13::integer[], $14::integer[])
        AS c (command_id, fingerprint, caller, event_count, last_event)
)
-- The tenant comes first: what a left join keeps is read before what it adds.
SELECT head.recorded_at FROM tenant LEFT JOIN head ON true
