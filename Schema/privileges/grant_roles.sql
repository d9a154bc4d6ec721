-- What each role may do: laid anew by every `migrate`, so that this file is the whole truth.
REVOKE ALL ON ALL TABLES IN SCHEMA casefeedback FROM PUBLIC, casefeedback_appender, casefeedback_projector,
    casefeedback_follower, casefeedback_reader, casefeedback_auditor, casefeedback_loader, casefeedback_backup;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA casefeedback FROM PUBLIC;
GRANT USAGE ON SCHEMA casefeedback TO casefeedback_appender, casefeedback_projector, casefeedback_follower,
    casefeedback_reader, casefeedback_auditor, casefeedback_loader, casefeedback_backup, casefeedback_service;

-- Anybody may see which schema this is: an empty database and a newer one get different remedies.
GRANT SELECT ON casefeedback.schema_state, casefeedback.schema_migrations TO PUBLIC;

-- The appender adds rows and moves the head; it changes and removes nothing else.
GRANT SELECT, INSERT ON casefeedback.logs, casefeedback.events, casefeedback.protected_texts, casefeedback.tags,
    casefeedback.commands TO casefeedback_appender;
GRANT UPDATE (head, recorded_at, clock_accepted) ON casefeedback.logs TO casefeedback_appender;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA casefeedback TO casefeedback_appender;

GRANT SELECT ON casefeedback.logs, casefeedback.events, casefeedback.tags TO casefeedback_projector;
GRANT SELECT, INSERT, UPDATE, DELETE ON casefeedback.projection_pointers, casefeedback.projection_checkpoints,
    casefeedback.projection_states, casefeedback.annual_wheel, casefeedback.report_matrix, casefeedback.audit_trail
    TO casefeedback_projector;

GRANT SELECT (organisation, log, head) ON casefeedback.logs TO casefeedback_follower;

GRANT SELECT ON casefeedback.logs, casefeedback.events, casefeedback.protected_texts, casefeedback.tags,
    casefeedback.commands, casefeedback.projection_pointers, casefeedback.projection_checkpoints,
    casefeedback.projection_states, casefeedback.annual_wheel, casefeedback.report_matrix, casefeedback.audit_trail
    TO casefeedback_reader;

-- The auditor verifies history without reading anybody's words.
GRANT SELECT ON casefeedback.logs, casefeedback.events, casefeedback.tags, casefeedback.commands,
    casefeedback.projection_pointers, casefeedback.projection_checkpoints, casefeedback.projection_states,
    casefeedback.annual_wheel, casefeedback.report_matrix, casefeedback.audit_trail TO casefeedback_auditor;

GRANT INSERT ON casefeedback.events, casefeedback.protected_texts, casefeedback.tags, casefeedback.commands,
    casefeedback.projection_states, casefeedback.annual_wheel, casefeedback.report_matrix, casefeedback.audit_trail
    TO casefeedback_loader;

GRANT SELECT ON ALL TABLES IN SCHEMA casefeedback TO casefeedback_backup;
