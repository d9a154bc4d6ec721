SELECT count(*)
FROM casefeedback.audit_trail
WHERE organisation = $1 AND generation = $2 AND position > $3 AND position <= $4
