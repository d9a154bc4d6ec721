-- The rows of one event with three tags and its command id, in one round trip: no lock, no checks.
WITH event AS (
    INSERT INTO casefeedback.events (
        organisation, log, position, recorded_at, stream, version, event_id, type, schema_version, command_id, ordinal,
        occurred_on, occurred_at, recorded_by, actor_verified, performed_by, role, ground, causation_id, correlation_id,
        secrecy, retention_class, program_version, provenance, payload)
    VALUES (
        $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)
), tag AS (
    INSERT INTO casefeedback.tags (organisation, log, tag, position)
    VALUES ($1, $2, $26, $3), ($1, $2, $27, $3), ($1, $2, $28, $3)
)
INSERT INTO casefeedback.commands (
    organisation, command_id, log, fingerprint, recorded_by, first_position, last_position)
VALUES ($1, $10, $2, $29, $14, $3, $3)
