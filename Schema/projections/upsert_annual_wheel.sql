INSERT INTO casefeedback.annual_wheel (
    organisation, generation, cycle, unit, unit_label, committee, phase, phase_since, selected, held, interrupted,
    declined_by_child, refused_by_guardian, no_reply, cancelled, withdrawn, pending, missing, row)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
ON CONFLICT (organisation, generation, cycle, unit) DO UPDATE SET
    unit_label = excluded.unit_label, committee = excluded.committee, phase = excluded.phase,
    phase_since = excluded.phase_since, selected = excluded.selected, held = excluded.held,
    interrupted = excluded.interrupted, declined_by_child = excluded.declined_by_child,
    refused_by_guardian = excluded.refused_by_guardian, no_reply = excluded.no_reply, cancelled = excluded.cancelled,
    withdrawn = excluded.withdrawn, pending = excluded.pending, missing = excluded.missing, row = excluded.row
