INSERT INTO casefeedback.projection_pointers (organisation, projection, generation)
VALUES ($1, $2, $3)
ON CONFLICT DO NOTHING
