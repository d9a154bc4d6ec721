DELETE FROM casefeedback.projection_states
WHERE organisation = $1 AND generation = $2 AND projection = $3 AND key IN (
    SELECT key FROM casefeedback.projection_states
    WHERE organisation = $1 AND generation = $2 AND projection = $3
    LIMIT $4)
