-- Lets the owner make its schemas in this database. Run by a superuser beside the roles.
DO $$
BEGIN
    EXECUTE format('GRANT CREATE, CONNECT, TEMPORARY ON DATABASE %I TO casefeedback_owner', current_database());
    EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO casefeedback_service', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO casefeedback_migrator, casefeedback_backup', current_database());
END
$$;
