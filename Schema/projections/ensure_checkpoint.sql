-- A new generation begins at 0; one that exists is left alone, so that of two who take a number one gets it.
INSERT INTO casefeedback.projection_checkpoints (
    organisation, generation, projection, log, revision, position, stage, program_version)
VALUES ($1, $2, $3, $4, $5, 0, $6, $7)
ON CONFLICT DO NOTHING
