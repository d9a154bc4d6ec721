-- The generation that the installation serves, which revision of the fold wrote it, and whether it may be read.
SELECT p.generation, c.revision, c.stage
FROM casefeedback.projection_pointers AS p
JOIN casefeedback.projection_checkpoints AS c
    ON c.organisation = p.organisation AND c.generation = p.generation AND c.projection = p.projection
WHERE p.organisation = $1 AND p.projection = $2 AND c.log = $3
