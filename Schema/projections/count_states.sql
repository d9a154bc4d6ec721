SELECT count(*) FROM casefeedback.projection_states WHERE organisation = $1 AND generation = $2 AND projection = $3
