-- In what two generations of a tenant, the served one and the folded one, differ: how many rows the first alone has, the second
-- alone, and both but not alike; and the first of these in the order of the key, as each has it. Each side is asked for in that
-- order, so that they are merged and not put into a table of hashes; behind plan_by_order its index gives it, and a row of each
-- is held.
WITH differing AS (
    SELECT
        count(*) FILTER (WHERE folded.key IS NULL) AS surplus, count(*) FILTER (WHERE served.key IS NULL) AS missing,
        count(*) FILTER (WHERE served.key = folded.key) AS different, min(key) AS first
    FROM (
        SELECT key, state
        FROM casefeedback.projection_states
        WHERE organisation = $1 AND generation = $2 AND projection = $4
        ORDER BY key) AS served
    FULL JOIN (
        SELECT key, state
        FROM casefeedback.projection_states
        WHERE organisation = $1 AND generation = $3 AND projection = $4
        ORDER BY key) AS folded USING (key)
    WHERE served IS DISTINCT FROM folded
)
SELECT d.surplus, d.missing, d.different, ARRAY[d.first], served.columns, served.state, folded.columns, folded.state
FROM differing AS d
LEFT JOIN LATERAL (
    SELECT jsonb_build_object('key', t.key)::text AS columns, t.state
    FROM casefeedback.projection_states AS t
    WHERE t.organisation = $1 AND t.generation = $2 AND t.projection = $4 AND t.key = d.first
    LIMIT 1) AS served ON true
LEFT JOIN LATERAL (
    SELECT jsonb_build_object('key', t.key)::text AS columns, t.state
    FROM casefeedback.projection_states AS t
    WHERE t.organisation = $1 AND t.generation = $3 AND t.projection = $4 AND t.key = d.first
    LIMIT 1) AS folded ON true
