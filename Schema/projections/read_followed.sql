-- What a program follows: every standing generation whose revision it contains, the one furthest behind first. $3 and $4 are
-- parallel: a projection and its revision in this program.
SELECT c.projection, c.generation, c.position
FROM casefeedback.projection_checkpoints AS c
JOIN unnest($3::text[], $4::integer[]) AS k (projection, revision)
    ON k.projection = c.projection AND k.revision = c.revision
WHERE c.organisation = $1 AND c.log = $2 AND c.stage = 'standing'
ORDER BY c.position, c.projection, c.generation
