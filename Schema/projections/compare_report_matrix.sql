-- In what two generations of a tenant, the served one and the folded one, differ: how many rows the first alone has, the second
-- alone, and both but not alike; and the first of these in the order of the key, as each has it. Each side is asked for in that
-- order, so that they are merged and not put into a table of hashes; behind plan_by_order its index gives it, and a row of each
-- is held.
WITH differing AS (
    SELECT
        count(*) FILTER (WHERE folded.unit IS NULL) AS surplus, count(*) FILTER (WHERE served.unit IS NULL) AS missing,
        count(*) FILTER (WHERE served.unit = folded.unit) AS different,
        min(ARRAY[cycle, unit, topic, aspect, "column"]) AS first
    FROM (
        SELECT cycle, unit, topic, aspect, "column", text_position, text_field, sources
        FROM casefeedback.report_matrix
        WHERE organisation = $1 AND generation = $2
        ORDER BY cycle, unit, topic, aspect, "column") AS served
    FULL JOIN (
        SELECT cycle, unit, topic, aspect, "column", text_position, text_field, sources
        FROM casefeedback.report_matrix
        WHERE organisation = $1 AND generation = $3
        ORDER BY cycle, unit, topic, aspect, "column") AS folded USING (cycle, unit, topic, aspect, "column")
    WHERE served IS DISTINCT FROM folded
)
SELECT d.surplus, d.missing, d.different, d.first, served.columns, NULL::bytea, folded.columns, NULL::bytea
FROM differing AS d
LEFT JOIN LATERAL (
    SELECT (to_jsonb(t) - '{organisation,generation}'::text[])::text AS columns
    FROM casefeedback.report_matrix AS t
    WHERE t.organisation = $1 AND t.generation = $2 AND t.cycle = d.first[1] AND t.unit = d.first[2]
        AND t.topic = d.first[3] AND t.aspect = d.first[4] AND t."column" = d.first[5]
    LIMIT 1) AS served ON true
LEFT JOIN LATERAL (
    SELECT (to_jsonb(t) - '{organisation,generation}'::text[])::text AS columns
    FROM casefeedback.report_matrix AS t
    WHERE t.organisation = $1 AND t.generation = $3 AND t.cycle = d.first[1] AND t.unit = d.first[2]
        AND t.topic = d.first[3] AND t.aspect = d.first[4] AND t."column" = d.first[5]
    LIMIT 1) AS folded ON true
