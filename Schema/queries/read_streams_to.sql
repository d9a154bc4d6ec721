-- Each stream by the key on its versions, as read_streams does, and then in the order of positions.
SELECT
    e.organisation, e.log, e.position, e.recorded_at, e.stream, e.version, e.event_id, e.type, e.schema_version,
    e.command_id, e.ordinal, e.occurred_on, e.occurred_at, e.recorded_by, e.actor_verified, e.performed_by, e.role,
    e.ground, e.causation_id, e.correlation_id, e.secrecy, e.retention_class, e.program_version, e.provenance, e.payload
FROM unnest($3::text[]) AS asked (stream)
CROSS JOIN LATERAL (
    SELECT *
    FROM casefeedback.events
    WHERE organisation = $1 AND log = $2 AND stream = asked.stream AND position <= $4
    ORDER BY version
) AS e
ORDER BY e.position
