DELETE FROM casefeedback.audit_trail
WHERE organisation = $1 AND generation = $2 AND position IN (
    SELECT position FROM casefeedback.audit_trail WHERE organisation = $1 AND generation = $2 LIMIT $3)
