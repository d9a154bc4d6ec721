COPY staged_events (
    number, command, stream, version_offset, event_id, type, schema_version, command_id, ordinal, occurred_on, occurred_at,
    recorded_by, actor_verified, performed_by, role, ground, causation_id, correlation_id, secrecy, retention_class,
    provenance, payload
) FROM STDIN (FORMAT binary)
