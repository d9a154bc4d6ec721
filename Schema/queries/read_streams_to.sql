SELECT
    organisation, log, position, recorded_at, stream, version, event_id, type, schema_version, command_id, ordinal,
    occurred_on, occurred_at, recorded_by, actor_verified, performed_by, role, ground, causation_id, correlation_id,
    secrecy, retention_class, program_version, provenance, payload
FROM casefeedback.events
WHERE organisation = $1 AND log = $2 AND stream = ANY ($3) AND position <= $4
ORDER BY position
