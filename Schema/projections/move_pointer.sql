UPDATE casefeedback.projection_pointers SET generation = $3 WHERE organisation = $1 AND projection = $2
