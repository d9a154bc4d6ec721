COPY (
    SELECT
        cycle, unit, unit_label, committee, phase, phase_since, selected, held, interrupted, declined_by_child,
        refused_by_guardian, no_reply, cancelled, withdrawn, pending, missing, row
    FROM casefeedback.annual_wheel
    WHERE organisation = current_setting('app.tenant') AND generation = current_setting('app.generation')::integer
    ORDER BY cycle, unit
) TO STDOUT (FORMAT binary)
