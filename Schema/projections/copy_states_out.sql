COPY (
    SELECT key, state
    FROM casefeedback.projection_states
    WHERE organisation = current_setting('app.tenant') AND generation = current_setting('app.generation')::integer
        AND projection = current_setting('app.projection')
    ORDER BY key
) TO STDOUT (FORMAT binary)
