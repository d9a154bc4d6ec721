-- Of one kind of state: a fold has ten times as many of children as of rounds.
SELECT key
FROM casefeedback.projection_states
WHERE organisation = $1 AND generation = $2 AND projection = $3 AND starts_with(key, $4 || '/')
ORDER BY key
