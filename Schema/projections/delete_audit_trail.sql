DELETE FROM casefeedback.audit_trail WHERE organisation = $1 AND generation = $2
