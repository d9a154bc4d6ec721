SELECT to_regclass('casefeedback.schema_migrations') IS NOT NULL
