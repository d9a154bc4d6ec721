UPDATE casefeedback.projection_checkpoints
SET stage = $5
WHERE organisation = $1 AND generation = $2 AND projection = $3 AND log = $4
