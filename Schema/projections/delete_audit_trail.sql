DELETE FROM casefeedback.audit_trail
WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM casefeedback.audit_trail WHERE organisation = $1 AND generation = $2 LIMIT $3))
