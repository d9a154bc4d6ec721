-- The roles of casefeedback. They belong to the cluster, not to a database, so a superuser makes them once
-- (`casefeedback migrate --roles`); it may run twice and beside another run of itself.
DO $$
DECLARE
    role record;
BEGIN
    FOR role IN
        SELECT * FROM (VALUES
            ('casefeedback_owner', 'NOLOGIN'),
            ('casefeedback_migrator', 'LOGIN NOINHERIT'),
            ('casefeedback_service', 'LOGIN NOINHERIT'),
            ('casefeedback_appender', 'NOLOGIN'),
            ('casefeedback_projector', 'NOLOGIN'),
            ('casefeedback_follower', 'NOLOGIN'),
            ('casefeedback_reader', 'NOLOGIN'),
            ('casefeedback_auditor', 'NOLOGIN'),
            -- Two named exceptions from row-level security: PostgreSQL refuses COPY FROM under it, and pg_dump needs it off.
            ('casefeedback_loader', 'NOLOGIN BYPASSRLS'),
            ('casefeedback_backup', 'NOLOGIN BYPASSRLS')
        ) AS roles (name, attributes)
    LOOP
        BEGIN
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role.name) THEN
                EXECUTE format('CREATE ROLE %I %s', role.name, role.attributes);
            END IF;
        EXCEPTION
            WHEN duplicate_object OR unique_violation THEN NULL; -- another run made it in between
        END;
    END LOOP;

    -- Who may become whom. A grant that is there already is left alone: two runs would else wait for each other.
    FOR role IN
        SELECT * FROM (VALUES
            ('casefeedback_owner', 'casefeedback_migrator'),
            ('casefeedback_appender', 'casefeedback_service'),
            ('casefeedback_projector', 'casefeedback_service'),
            ('casefeedback_follower', 'casefeedback_service'),
            ('casefeedback_reader', 'casefeedback_service'),
            ('casefeedback_auditor', 'casefeedback_service'),
            ('casefeedback_loader', 'casefeedback_service')
        ) AS memberships (granted, member)
    LOOP
        BEGIN
            IF NOT EXISTS (
                SELECT FROM pg_auth_members
                WHERE roleid = to_regrole(role.granted) AND member = to_regrole(role.member)
            ) THEN
                EXECUTE format('GRANT %I TO %I', role.granted, role.member);
            END IF;
        EXCEPTION
            WHEN duplicate_object OR unique_violation THEN NULL;
        END;
    END LOOP;
END
$$;
