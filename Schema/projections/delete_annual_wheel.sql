DELETE FROM casefeedback.annual_wheel
WHERE organisation = $1 AND generation = $2 AND (cycle, unit) IN (
    SELECT cycle, unit FROM casefeedback.annual_wheel WHERE organisation = $1 AND generation = $2 LIMIT $3)
