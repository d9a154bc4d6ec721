COPY casefeedback.report_matrix (
    organisation, generation, cycle, unit, topic, aspect, "column", text_position, text_field, sources)
FROM STDIN (FORMAT binary)
