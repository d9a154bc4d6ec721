-- As copy_log, but of the events that carry all of the setting's tags, which are parted by U+001F.
COPY (
    SELECT
        organisation, log, position, recorded_at, stream, version, event_id, type, schema_version, command_id, ordinal,
        occurred_on, occurred_at, recorded_by, actor_verified, performed_by, role, ground, causation_id, correlation_id,
        secrecy, retention_class, program_version, provenance, payload
    FROM casefeedback.events
    WHERE organisation = current_setting('app.tenant')
        AND log = current_setting('app.log')
        AND position IN (
            SELECT t.position
            FROM casefeedback.tags AS t
            WHERE t.organisation = current_setting('app.tenant')
                AND t.log = current_setting('app.log')
                AND t.tag = ANY (string_to_array(current_setting('app.tags'), E'\x1F'))
                AND t.position > current_setting('app.after')::bigint
                AND t.position <= current_setting('app.to')::bigint
            GROUP BY t.position
            HAVING count(*) = cardinality(string_to_array(current_setting('app.tags'), E'\x1F'))
        )
    ORDER BY position
) TO STDOUT (FORMAT binary)
