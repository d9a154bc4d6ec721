-- What folds read of an event, then what the trail keeps: one scan for both.
COPY (
    SELECT
        position, stream, type, schema_version, occurred_on, occurred_at, payload, recorded_at, recorded_by, performed_by
    FROM casefeedback.events
    WHERE organisation = current_setting('app.tenant')
        AND log = current_setting('app.log')
        AND position > current_setting('app.after')::bigint
        AND position <= current_setting('app.to')::bigint
    ORDER BY position
) TO STDOUT (FORMAT binary)
