-- Append-only by trigger too, where the engine has triggers: privileges alone don't bind an owner who slips.

CREATE FUNCTION casefeedback.refuse_change() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of casefeedback.% is refused: the log is append-only', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege', HINT = 'Record a correction as a new event.';
END
$$;

CREATE TRIGGER events_are_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON casefeedback.events
    FOR EACH STATEMENT EXECUTE FUNCTION casefeedback.refuse_change();
CREATE TRIGGER commands_are_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON casefeedback.commands
    FOR EACH STATEMENT EXECUTE FUNCTION casefeedback.refuse_change();
CREATE TRIGGER tags_are_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON casefeedback.tags
    FOR EACH STATEMENT EXECUTE FUNCTION casefeedback.refuse_change();
CREATE TRIGGER protected_texts_are_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON casefeedback.protected_texts
    FOR EACH STATEMENT EXECUTE FUNCTION casefeedback.refuse_change();
CREATE TRIGGER logs_are_never_removed BEFORE DELETE OR TRUNCATE ON casefeedback.logs
    FOR EACH STATEMENT EXECUTE FUNCTION casefeedback.refuse_change();
