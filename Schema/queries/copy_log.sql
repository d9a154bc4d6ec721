-- COPY takes no parameters: tenant, log and bounds are settings of the transaction.
COPY (
    SELECT
        organisation, log, position, recorded_at, stream, version, event_id, type, schema_version, command_id, ordinal,
        occurred_on, occurred_at, recorded_by, actor_verified, performed_by, role, ground, causation_id, correlation_id,
        secrecy, retention_class, program_version, provenance, payload
    FROM casefeedback.events
    WHERE organisation = current_setting('app.tenant')
        AND log = current_setting('app.log')
        AND position > current_setting('app.after')::bigint
        AND position <= current_setting('app.to')::bigint
    ORDER BY position
) TO STDOUT (FORMAT binary)
