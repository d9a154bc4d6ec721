-- What folds read of an event, and nothing else: the columns that travel decide the speed of a rebuild.
COPY (
    SELECT position, stream, type, schema_version, occurred_on, occurred_at, payload
    FROM casefeedback.events
    WHERE organisation = current_setting('app.tenant')
        AND log = current_setting('app.log')
        AND position > current_setting('app.after')::bigint
        AND position <= current_setting('app.to')::bigint
    ORDER BY position
) TO STDOUT (FORMAT binary)
