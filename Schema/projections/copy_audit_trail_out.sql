COPY (
    SELECT position, type, recorded_at, occurred_on, actor, performed_by
    FROM casefeedback.audit_trail
    WHERE organisation = current_setting('app.tenant') AND generation = current_setting('app.generation')::integer
    ORDER BY position
) TO STDOUT (FORMAT binary)
