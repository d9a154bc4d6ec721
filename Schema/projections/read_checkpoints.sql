SELECT
    c.projection, c.log, c.generation, c.revision, c.position, c.stage, c.program_version, c.failure,
    p.generation IS NOT NULL AS is_served
FROM casefeedback.projection_checkpoints AS c
LEFT JOIN casefeedback.projection_pointers AS p
    ON p.organisation = c.organisation AND p.projection = c.projection AND p.generation = c.generation
WHERE c.organisation = $1
ORDER BY c.projection, c.log, c.generation
