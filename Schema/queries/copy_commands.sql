-- Commands by the position of their last event; one that made no event stands behind the position that it found. The
-- former are found through their events, one by one by their key (the LIMIT keeps the planner from reading all commands for
-- every range), the latter through an index of their own.
COPY (
    SELECT c.command_id, c.fingerprint, c.recorded_by, c.first_position, c.last_position
    FROM casefeedback.events AS e
    CROSS JOIN LATERAL (
        SELECT k.command_id, k.fingerprint, k.recorded_by, k.log, k.first_position, k.last_position
        FROM casefeedback.commands AS k
        WHERE k.organisation = e.organisation AND k.command_id = e.command_id
        LIMIT 1
    ) AS c
    WHERE e.organisation = current_setting('app.tenant')
        AND e.log = current_setting('app.log')
        AND e.position > current_setting('app.after')::bigint
        AND e.position <= current_setting('app.to')::bigint
        AND c.log = e.log
        AND c.last_position = e.position
    UNION ALL
    SELECT c.command_id, c.fingerprint, c.recorded_by, c.first_position, c.last_position
    FROM casefeedback.commands AS c
    WHERE c.organisation = current_setting('app.tenant')
        AND c.log = current_setting('app.log')
        AND c.first_position > c.last_position
        AND c.last_position > current_setting('app.after')::bigint
        AND c.last_position <= current_setting('app.to')::bigint
    ORDER BY 5, 4, 1
) TO STDOUT (FORMAT binary)
