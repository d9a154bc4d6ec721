-- Events that carry all tags of any of the items; $5 and $6 are parallel: the item's number and one of its tags. First the
-- positions, by the key on the tags, then each event by its own: of a tenant whom the statistics don't know, the planner would
-- rather read the tags once for every event of the log.
WITH items AS MATERIALIZED (
    SELECT i.item, i.tag, count(*) OVER (PARTITION BY i.item) AS tags
    FROM unnest($5::integer[], $6::text[]) AS i (item, tag)
), found AS MATERIALIZED (
    SELECT DISTINCT f.position
    FROM (
        SELECT t.position
        FROM items AS i
        CROSS JOIN LATERAL (
            SELECT position
            FROM casefeedback.tags
            WHERE organisation = $1 AND log = $2 AND tag = i.tag AND position > $3 AND position <= $4
            ORDER BY position
        ) AS t
        GROUP BY i.item, i.tags, t.position
        HAVING count(*) = i.tags
    ) AS f
)
SELECT
    e.organisation, e.log, e.position, e.recorded_at, e.stream, e.version, e.event_id, e.type, e.schema_version,
    e.command_id, e.ordinal, e.occurred_on, e.occurred_at, e.recorded_by, e.actor_verified, e.performed_by, e.role,
    e.ground, e.causation_id, e.correlation_id, e.secrecy, e.retention_class, e.program_version, e.provenance, e.payload
FROM (SELECT position FROM found ORDER BY position) AS f
CROSS JOIN LATERAL (
    SELECT *
    FROM casefeedback.events
    WHERE organisation = $1 AND log = $2 AND position BETWEEN f.position AND f.position
    ORDER BY position
    LIMIT 1
) AS e
ORDER BY f.position
