SELECT (to_jsonb(t) - 'generation' - 'row' || jsonb_build_object('row', convert_from(t.row, 'UTF8')))::text
FROM casefeedback.annual_wheel AS t
WHERE t.organisation = $1 AND t.generation = $2
ORDER BY t.cycle, t.unit
