INSERT INTO casefeedback.schema_migrations (name, applied_at) VALUES ($1, clock_timestamp())
