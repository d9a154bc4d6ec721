-- Events that carry all tags of any of the items; $5 and $6 are parallel: the item's number and one of its tags.
SELECT
    organisation, log, position, recorded_at, stream, version, event_id, type, schema_version, command_id, ordinal,
    occurred_on, occurred_at, recorded_by, actor_verified, performed_by, role, ground, causation_id, correlation_id,
    secrecy, retention_class, program_version, provenance, payload
FROM casefeedback.events
WHERE organisation = $1 AND log = $2 AND position > $3 AND position <= $4
    AND position IN (
        SELECT t.position
        FROM unnest($5::integer[], $6::text[]) AS i (item, tag)
        JOIN casefeedback.tags AS t
            ON t.organisation = $1 AND t.log = $2 AND t.tag = i.tag AND t.position > $3 AND t.position <= $4
        GROUP BY i.item, t.position
        HAVING count(*) = (SELECT count(*) FROM unnest($5::integer[]) AS n (item) WHERE n.item = i.item)
    )
ORDER BY position
