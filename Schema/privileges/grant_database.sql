-- Lets the owner make its schemas in this database. Run by a superuser beside the roles; of two runs at once the second
-- waits, since one row of the catalogue can't be changed by both.
DO $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('casefeedback privileges'));
    EXECUTE format('GRANT CREATE, CONNECT, TEMPORARY ON DATABASE %I TO casefeedback_owner', current_database());
    EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO casefeedback_service', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO casefeedback_migrator, casefeedback_backup', current_database());
    -- A bulk append stages its rows in temporary tables.
    EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO casefeedback_appender', current_database());
END
$$;
