COPY casefeedback.annual_wheel (
    organisation, generation, cycle, unit, unit_label, committee, phase, phase_since, selected, held, interrupted,
    declined_by_child, refused_by_guardian, no_reply, cancelled, withdrawn, pending, missing, row)
FROM STDIN (FORMAT binary)
