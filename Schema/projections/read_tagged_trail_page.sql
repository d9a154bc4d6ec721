-- A page of the lines of the trail that carry all tags of $10 (unit, cycle, child), oldest first: along the key of the first of them, which
-- is the rarest, and each line by its own key; so a child's lines cost what they are, however long the trail is.
SELECT t.position
FROM (
    SELECT position
    FROM casefeedback.tags
    WHERE organisation = $1 AND log = 'cases' AND tag = ($10::text[])[1] AND position > $3 AND position <= $4
    ORDER BY position
) AS g
CROSS JOIN LATERAL (
    SELECT position, type, actor, performed_by, occurred_on
    FROM casefeedback.audit_trail
    WHERE organisation = $1 AND generation = $2 AND position BETWEEN g.position AND g.position
    ORDER BY position
    LIMIT 1
) AS t
WHERE ($5::text[] IS NULL OR t.type = ANY ($5))
    AND ($6::text IS NULL OR t.actor = $6 OR t.performed_by = $6)
    AND ($7::date IS NULL OR t.occurred_on >= $7)
    AND ($8::date IS NULL OR t.occurred_on <= $8)
    AND (
        SELECT coalesce(bool_and(EXISTS (
            SELECT FROM casefeedback.tags AS o
            WHERE o.organisation = $1 AND o.log = 'cases' AND o.tag = other.tag AND o.position = g.position)), true)
        FROM unnest(($10::text[])[2:]) AS other (tag))
ORDER BY g.position
LIMIT $9
