-- Found where they lie: a plan for keys is a bad one while nothing is known of a table that was just filled.
DELETE FROM casefeedback.projection_states
WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM casefeedback.projection_states
    WHERE organisation = $1 AND generation = $2 AND projection = $3
    LIMIT $4))
