-- A page of the trail, newest first: a statement of its own, so that either is read along the key and no further than the page.
SELECT t.position
FROM casefeedback.audit_trail AS t
WHERE t.organisation = $1 AND t.generation = $2
    AND t.position > $3 AND t.position <= $4
    AND ($5::text[] IS NULL OR t.type = ANY ($5))
    AND ($6::text IS NULL OR t.actor = $6 OR t.performed_by = $6)
    AND ($7::date IS NULL OR t.occurred_on >= $7)
    AND ($8::date IS NULL OR t.occurred_on <= $8)
ORDER BY t.position DESC
LIMIT $9
