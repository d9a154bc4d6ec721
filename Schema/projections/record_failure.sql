UPDATE casefeedback.projection_checkpoints
SET failure = $6
WHERE organisation = $1 AND generation = $2 AND projection = $3 AND log = $4 AND position = $5
