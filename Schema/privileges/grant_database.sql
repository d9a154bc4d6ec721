-- Lets the owner make its schemas in this database. Run by a superuser beside the roles; of two runs at once the second
-- waits, since one row of the catalogue can't be changed by both.
DO $$
DECLARE
    lacking text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('casefeedback privileges'));
    EXECUTE format('GRANT CREATE, CONNECT, TEMPORARY ON DATABASE %I TO casefeedback_owner', current_database());
    EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO casefeedback_service', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO casefeedback_migrator, casefeedback_backup', current_database());
    -- A bulk append stages its rows in temporary tables.
    EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO casefeedback_appender', current_database());
    -- Whoever may not grant is only warned; it would show at the migrator's first statement.
    SELECT string_agg(role || ' ' || privilege, ', ') INTO lacking
    FROM (VALUES
        ('casefeedback_owner', 'CREATE'), ('casefeedback_owner', 'CONNECT'), ('casefeedback_owner', 'TEMPORARY'),
        ('casefeedback_service', 'CONNECT'), ('casefeedback_service', 'TEMPORARY'),
        ('casefeedback_migrator', 'CONNECT'), ('casefeedback_backup', 'CONNECT'),
        ('casefeedback_appender', 'TEMPORARY')
    ) AS needed (role, privilege)
    WHERE NOT has_database_privilege(role, current_database(), privilege);
    IF lacking IS NOT NULL THEN
        RAISE insufficient_privilege USING MESSAGE = format(
            'could not grant on database %I: %s', current_database(), lacking);
    END IF;
END
$$;
