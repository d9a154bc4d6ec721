SELECT row
FROM casefeedback.annual_wheel
WHERE organisation = $1 AND generation = $2 AND ($3::text IS NULL OR cycle = $3) AND ($4::text IS NULL OR unit = $4)
ORDER BY cycle, unit
