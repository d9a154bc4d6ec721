-- The rows of many events, with their tags and command ids, set-based in one statement: no lock, no checks.
WITH event AS (
    INSERT INTO casefeedback.events (
        organisation, log, position, recorded_at, stream, version, event_id, type, schema_version, command_id, ordinal,
        occurred_on, occurred_at, recorded_by, actor_verified, performed_by, role, ground, causation_id, correlation_id,
        secrecy, retention_class, program_version, provenance, payload)
    SELECT
        $1, $2, e.position, e.recorded_at, e.stream, e.version, e.event_id, e.type, e.schema_version, e.command_id,
        e.ordinal, e.occurred_on, e.occurred_at, e.recorded_by, e.actor_verified, e.performed_by, e.role, e.ground,
        e.causation_id, e.correlation_id, e.secrecy, e.retention_class, $3, e.provenance, e.payload
    FROM unnest(
        $4::bigint[], $5::timestamptz[], $6::text[], $7::bigint[], $8::uuid[], $9::text[], $10::integer[], $11::uuid[],
        $12::integer[], $13::date[], $14::timestamptz[], $15::text[], $16::boolean[], $17::text[], $18::text[],
        $19::text[], $20::uuid[], $21::uuid[], $22::text[], $23::text[], $24::bytea[], $25::bytea[]
    ) AS e (
        position, recorded_at, stream, version, event_id, type, schema_version, command_id, ordinal, occurred_on,
        occurred_at, recorded_by, actor_verified, performed_by, role, ground, causation_id, correlation_id, secrecy,
        retention_class, provenance, payload
    )
), tag AS (
    INSERT INTO casefeedback.tags (organisation, log, tag, position)
    SELECT $1, $2, t.tag, t.position FROM unnest($26::text[], $27::bigint[]) AS t (tag, position)
)
INSERT INTO casefeedback.commands (
    organisation, command_id, log, fingerprint, recorded_by, first_position, last_position)
SELECT $1, c.command_id, $2, c.fingerprint, c.recorded_by, c.first_position, c.last_position
FROM unnest($28::uuid[], $29::bytea[], $30::text[], $31::bigint[], $32::bigint[])
    AS c (command_id, fingerprint, recorded_by, first_position, last_position)
