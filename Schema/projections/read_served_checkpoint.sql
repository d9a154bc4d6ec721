-- The generation that a program with revision $4 reads: the one pointed at, where that is of its revision; else, while
-- releases are changed, the newest one of its revision that stands beside it.
SELECT c.generation, c.position, c.failure
FROM casefeedback.projection_checkpoints AS c
LEFT JOIN casefeedback.projection_pointers AS p
    ON p.organisation = c.organisation AND p.projection = c.projection AND p.generation = c.generation
WHERE c.organisation = $1 AND c.projection = $2 AND c.log = $3 AND c.revision = $4 AND c.stage = 'standing'
ORDER BY p.generation IS NULL, c.generation DESC
LIMIT 1
