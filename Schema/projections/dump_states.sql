SELECT jsonb_build_object('key', key, 'state', convert_from(state, 'UTF8'))::text
FROM casefeedback.projection_states
WHERE organisation = $1 AND generation = $2 AND projection = $3
ORDER BY key
