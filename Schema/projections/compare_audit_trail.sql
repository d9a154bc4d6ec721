-- In what two generations of a tenant, the served one and the folded one, differ: how many rows the first alone has, the second
-- alone, and both but not alike; and the first of these in the order of the key, as each has it. Each side is asked for in that
-- order, so that they are merged and not put into a table of hashes; behind plan_by_order its index gives it, and a row of each
-- is held.
WITH differing AS (
    SELECT
        count(*) FILTER (WHERE folded.position IS NULL) AS surplus,
        count(*) FILTER (WHERE served.position IS NULL) AS missing,
        count(*) FILTER (WHERE served.position = folded.position) AS different, min(position) AS first
    FROM (
        SELECT position, type, recorded_at, occurred_on, actor, performed_by
        FROM casefeedback.audit_trail
        WHERE organisation = $1 AND generation = $2
        ORDER BY position) AS served
    FULL JOIN (
        SELECT position, type, recorded_at, occurred_on, actor, performed_by
        FROM casefeedback.audit_trail
        WHERE organisation = $1 AND generation = $3
        ORDER BY position) AS folded USING (position)
    WHERE served IS DISTINCT FROM folded
)
SELECT
    d.surplus, d.missing, d.different, ARRAY[d.first::text], served.columns, NULL::bytea, folded.columns, NULL::bytea
FROM differing AS d
LEFT JOIN LATERAL (
    SELECT (to_jsonb(t) - '{organisation,generation}'::text[])::text AS columns
    FROM casefeedback.audit_trail AS t
    WHERE t.organisation = $1 AND t.generation = $2 AND t.position = d.first
    LIMIT 1) AS served ON true
LEFT JOIN LATERAL (
    SELECT (to_jsonb(t) - '{organisation,generation}'::text[])::text AS columns
    FROM casefeedback.audit_trail AS t
    WHERE t.organisation = $1 AND t.generation = $3 AND t.position = d.first
    LIMIT 1) AS folded ON true
