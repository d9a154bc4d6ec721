SELECT count(*) FROM casefeedback.annual_wheel WHERE organisation = $1 AND generation = $2
