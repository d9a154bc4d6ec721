-- One by one by their whole key: for a list of keys the planner may read all states and filter them, as long as nothing is
-- known of a table that a rebuild has just filled.
SELECT s.key, s.state
FROM unnest($4::text[]) AS k (key)
CROSS JOIN LATERAL (
    SELECT t.key, t.state
    FROM casefeedback.projection_states AS t
    WHERE t.organisation = $1 AND t.generation = $2 AND t.projection = $3 AND t.key = k.key
    LIMIT 1
) AS s
