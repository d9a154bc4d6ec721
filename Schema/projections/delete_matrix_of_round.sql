DELETE FROM casefeedback.report_matrix WHERE organisation = $1 AND generation = $2 AND cycle = $3 AND unit = $4
