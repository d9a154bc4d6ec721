INSERT INTO casefeedback.schema_state (only_row, schema_revision, program_version)
VALUES (true, $1, $2)
ON CONFLICT (only_row) DO UPDATE SET schema_revision = excluded.schema_revision, program_version = excluded.program_version
