-- Each by its key: asked for all at once in their order, the planner would rather read the whole log. Without statistics any
-- key of the log looks as good to it for one position, but only that on positions for their order.
SELECT
    e.organisation, e.log, e.position, e.recorded_at, e.stream, e.version, e.event_id, e.type, e.schema_version,
    e.command_id, e.ordinal, e.occurred_on, e.occurred_at, e.recorded_by, e.actor_verified, e.performed_by, e.role,
    e.ground, e.causation_id, e.correlation_id, e.secrecy, e.retention_class, e.program_version, e.provenance, e.payload
FROM (SELECT DISTINCT p.position FROM unnest($3::bigint[]) AS p (position) ORDER BY p.position) AS asked
CROSS JOIN LATERAL (
    SELECT *
    FROM casefeedback.events
    WHERE organisation = $1 AND log = $2 AND position BETWEEN asked.position AND asked.position
    ORDER BY position
    LIMIT 1
) AS e
ORDER BY asked.position
