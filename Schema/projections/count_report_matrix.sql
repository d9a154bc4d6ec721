SELECT count(*) FROM casefeedback.report_matrix WHERE organisation = $1 AND generation = $2
