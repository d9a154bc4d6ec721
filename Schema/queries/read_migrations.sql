SELECT name FROM casefeedback.schema_migrations
