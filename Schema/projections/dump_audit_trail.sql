SELECT (to_jsonb(t) - 'generation')::text
FROM casefeedback.audit_trail AS t
WHERE t.organisation = $1 AND t.generation = $2
ORDER BY t.position
