DELETE FROM casefeedback.projection_checkpoints WHERE organisation = $1 AND generation = $2 AND projection = $3
