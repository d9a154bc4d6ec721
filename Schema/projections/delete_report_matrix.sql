DELETE FROM casefeedback.report_matrix
WHERE organisation = $1 AND generation = $2 AND (cycle, unit, topic, aspect, "column") IN (
    SELECT cycle, unit, topic, aspect, "column" FROM casefeedback.report_matrix
    WHERE organisation = $1 AND generation = $2
    LIMIT $3)
