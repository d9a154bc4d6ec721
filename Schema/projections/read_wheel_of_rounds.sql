SELECT w.row
FROM casefeedback.annual_wheel AS w
JOIN unnest($3::text[], $4::text[]) AS r (cycle, unit) ON w.cycle = r.cycle AND w.unit = r.unit
WHERE w.organisation = $1 AND w.generation = $2
ORDER BY w.cycle, w.unit
