-- Appends one command of one event to a log that ends where the caller believes: what `append_events` does with whatever
-- comes, in one plain statement. Gives the recorded time; NULL where it wrote nothing, and `append_events` says why, or
-- accepts what is not that simple.
--
-- One statement sees one snapshot, taken before it waits for the head row. Here that is enough: the row is changed only if it
-- has the given head in the snapshot and behind the lock, and whoever appends an event moves it; so nothing that is looked at
-- has changed meanwhile. A command id that is taken is refused by its key.
WITH tenant AS MATERIALIZED (
    SELECT set_config('app.tenant', $1, true)
), head AS (
    UPDATE casefeedback.logs AS l
    SET head = $5 + 1, recorded_at = greatest(clock_timestamp(), l.recorded_at + interval '1 microsecond')
    WHERE l.organisation = $1 AND l.log = $2 AND l.head = $5 AND l.clock_accepted IS NULL
        AND greatest($3 - clock_timestamp(), clock_timestamp() - $3, l.recorded_at - clock_timestamp())
            <= interval '60 seconds'
        AND $13 <= (greatest(clock_timestamp(), l.recorded_at) AT TIME ZONE l.zone)::date
        AND $7 = coalesce((
            SELECT e.version
            FROM casefeedback.events AS e
            WHERE e.organisation = $1 AND e.log = $2 AND e.stream = $6
            ORDER BY e.version DESC
            LIMIT 1
        ), 0)
    RETURNING l.recorded_at
), event AS (
    INSERT INTO casefeedback.events (
        organisation, log, position, recorded_at, stream, version, event_id, type, schema_version, command_id, ordinal,
        occurred_on, occurred_at, recorded_by, actor_verified, performed_by, role, ground, causation_id, correlation_id,
        secrecy, retention_class, program_version, provenance, payload)
    SELECT
        $1, $2, $5 + 1, head.recorded_at, $6, $7 + 1, $10, $11, $12, $8, 0, $13, $14, $15, $16, $17, $18, $19, $20, $21,
        $22, $23, $4, $24, $25
    FROM head
), tag AS (
    INSERT INTO casefeedback.tags (organisation, log, tag, position)
    SELECT $1, $2, t.tag, $5 + 1 FROM head, unnest($26::text[]) AS t (tag)
), protected_text AS (
    INSERT INTO casefeedback.protected_texts (organisation, log, position, field, secrecy, subject, key_id, value)
    SELECT $1, $2, $5 + 1, t.field, t.secrecy, t.subject, t.key_id, t.value
    FROM head, unnest($27::text[], $28::text[], $29::text[], $30::text[], $31::bytea[])
        AS t (field, secrecy, subject, key_id, value)
), command AS (
    INSERT INTO casefeedback.commands (
        organisation, command_id, log, fingerprint, recorded_by, first_position, last_position)
    SELECT $1, $8, $2, $9, $15, $5 + 1, $5 + 1 FROM head
)
-- The tenant comes first: what a left join keeps is read before what it adds.
SELECT head.recorded_at FROM tenant LEFT JOIN head ON true
