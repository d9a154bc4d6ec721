-- $3 and $4 are parallel: cycle and unit of a round.
DELETE FROM casefeedback.report_matrix AS m
USING unnest($3::text[], $4::text[]) AS r (cycle, unit)
WHERE m.organisation = $1 AND m.generation = $2 AND m.cycle = r.cycle AND m.unit = r.unit
