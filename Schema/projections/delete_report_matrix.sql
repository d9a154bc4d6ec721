DELETE FROM casefeedback.report_matrix
WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM casefeedback.report_matrix WHERE organisation = $1 AND generation = $2 LIMIT $3))
