SELECT generation FROM casefeedback.projection_pointers WHERE organisation = $1 AND projection = $2
