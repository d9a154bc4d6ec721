INSERT INTO casefeedback.report_matrix (
    organisation, generation, cycle, unit, topic, aspect, "column", text_position, text_field, sources)
SELECT $1, $2, m.cycle, m.unit, m.topic, m.aspect, m."column", m.text_position, m.text_field,
    coalesce(string_to_array(nullif(m.sources, ''), ' ')::bigint[], '{}')
FROM unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::text[], $10::text[])
    AS m (cycle, unit, topic, aspect, "column", text_position, text_field, sources)
