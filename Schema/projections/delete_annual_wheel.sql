DELETE FROM casefeedback.annual_wheel
WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM casefeedback.annual_wheel WHERE organisation = $1 AND generation = $2 LIMIT $3))
