COPY (
    SELECT cycle, unit, topic, aspect, "column", text_position, text_field, sources
    FROM casefeedback.report_matrix
    WHERE organisation = current_setting('app.tenant') AND generation = current_setting('app.generation')::integer
    ORDER BY cycle, unit, topic, aspect, "column"
) TO STDOUT (FORMAT binary)
