-- As copy_log, but of the events that carry all of the setting's tags, which are parted by U+001F; found as read_tagged does.
COPY (
    WITH found AS MATERIALIZED (
        SELECT t.position
        FROM unnest(string_to_array(current_setting('app.tags'), E'\x1F')) AS asked (tag)
        CROSS JOIN LATERAL (
            SELECT position
            FROM casefeedback.tags
            WHERE organisation = current_setting('app.tenant')
                AND log = current_setting('app.log')
                AND tag = asked.tag
                AND position > current_setting('app.after')::bigint
                AND position <= current_setting('app.to')::bigint
            ORDER BY position
        ) AS t
        GROUP BY t.position
        HAVING count(*) = cardinality(string_to_array(current_setting('app.tags'), E'\x1F'))
    )
    SELECT
        e.organisation, e.log, e.position, e.recorded_at, e.stream, e.version, e.event_id, e.type, e.schema_version,
        e.command_id, e.ordinal, e.occurred_on, e.occurred_at, e.recorded_by, e.actor_verified, e.performed_by, e.role,
        e.ground, e.causation_id, e.correlation_id, e.secrecy, e.retention_class, e.program_version, e.provenance, e.payload
    FROM (SELECT position FROM found ORDER BY position) AS f
    CROSS JOIN LATERAL (
        SELECT *
        FROM casefeedback.events
        WHERE organisation = current_setting('app.tenant')
            AND log = current_setting('app.log')
            AND position BETWEEN f.position AND f.position
        ORDER BY position
        LIMIT 1
    ) AS e
    ORDER BY f.position
) TO STDOUT (FORMAT binary)
