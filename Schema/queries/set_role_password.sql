DO $$
BEGIN
    EXECUTE format('ALTER ROLE %I PASSWORD %L', current_setting('app.role_name'), current_setting('app.role_password'));
    PERFORM set_config('app.role_password', '', false);
END
$$;
