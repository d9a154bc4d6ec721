SELECT (to_jsonb(t) - 'generation')::text
FROM casefeedback.report_matrix AS t
WHERE t.organisation = $1 AND t.generation = $2
ORDER BY t.cycle, t.unit, t.topic, t.aspect, t."column"
