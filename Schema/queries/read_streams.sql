-- Stream by stream, each in the order of its versions, which is that of its positions. Each is found by the key on its
-- versions: asked for all at once in the order of positions, the planner would rather read the whole log.
SELECT
    e.organisation, e.log, e.position, e.recorded_at, e.stream, e.version, e.event_id, e.type, e.schema_version,
    e.command_id, e.ordinal, e.occurred_on, e.occurred_at, e.recorded_by, e.actor_verified, e.performed_by, e.role,
    e.ground, e.causation_id, e.correlation_id, e.secrecy, e.retention_class, e.program_version, e.provenance, e.payload
FROM unnest($3::text[]) AS asked (stream)
CROSS JOIN LATERAL (
    SELECT
        organisation, log, position, recorded_at, stream, version, event_id, type, schema_version, command_id, ordinal,
        occurred_on, occurred_at, recorded_by, actor_verified, performed_by, role, ground, causation_id, correlation_id,
        secrecy, retention_class, program_version, provenance, payload
    FROM casefeedback.events
    WHERE organisation = $1 AND log = $2 AND stream = asked.stream
    ORDER BY version
) AS e
