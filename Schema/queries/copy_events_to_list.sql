-- What the trail keeps of an event: its payload stays where it is.
COPY (
    SELECT position, type, occurred_on, recorded_at, recorded_by, performed_by
    FROM casefeedback.events
    WHERE organisation = current_setting('app.tenant')
        AND log = current_setting('app.log')
        AND position > current_setting('app.after')::bigint
        AND position <= current_setting('app.to')::bigint
    ORDER BY position
) TO STDOUT (FORMAT binary)
