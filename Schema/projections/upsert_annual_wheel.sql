-- The rows that a batch moved, at once; codes hold no space.
INSERT INTO casefeedback.annual_wheel (
    organisation, generation, cycle, unit, unit_label, committee, phase, phase_since, selected, held, interrupted,
    declined_by_child, refused_by_guardian, no_reply, cancelled, withdrawn, pending, missing, row)
SELECT
    $1, $2, w.cycle, w.unit, w.unit_label, w.committee, w.phase, w.phase_since, w.selected, w.held, w.interrupted,
    w.declined_by_child, w.refused_by_guardian, w.no_reply, w.cancelled, w.withdrawn, w.pending,
    coalesce(string_to_array(nullif(w.missing, ''), ' '), '{}'), w.row
FROM unnest(
    $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::date[], $9::integer[], $10::integer[], $11::integer[],
    $12::integer[], $13::integer[], $14::integer[], $15::integer[], $16::integer[], $17::integer[], $18::text[],
    $19::bytea[])
    AS w (
        cycle, unit, unit_label, committee, phase, phase_since, selected, held, interrupted, declined_by_child,
        refused_by_guardian, no_reply, cancelled, withdrawn, pending, missing, row)
ON CONFLICT (organisation, generation, cycle, unit) DO UPDATE SET
    unit_label = excluded.unit_label, committee = excluded.committee, phase = excluded.phase,
    phase_since = excluded.phase_since, selected = excluded.selected, held = excluded.held,
    interrupted = excluded.interrupted, declined_by_child = excluded.declined_by_child,
    refused_by_guardian = excluded.refused_by_guardian, no_reply = excluded.no_reply, cancelled = excluded.cancelled,
    withdrawn = excluded.withdrawn, pending = excluded.pending, missing = excluded.missing, row = excluded.row
