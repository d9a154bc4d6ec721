-- A projection's first generation begins at 0; one that exists is left alone.
INSERT INTO casefeedback.projection_checkpoints (organisation, generation, projection, log, revision, position)
VALUES ($1, $2, $3, $4, $5, 0)
ON CONFLICT DO NOTHING
