-- $3 and $4 are parallel: cycle and unit of a round. One by one by their key: of a tenant of whom nothing is known, the planner
-- thinks reading his whole wheel as cheap.
SELECT w.row
FROM unnest($3::text[], $4::text[]) AS r (cycle, unit)
CROSS JOIN LATERAL (
    SELECT t.cycle, t.unit, t.row
    FROM casefeedback.annual_wheel AS t
    WHERE t.organisation = $1 AND t.generation = $2 AND t.cycle = r.cycle AND t.unit = r.unit
    LIMIT 1
) AS w
ORDER BY w.cycle, w.unit
