-- A command that made no event is found by no event: an export, which goes by positions, would else read all commands to
-- find these few. Appends of others pay nothing for it.
CREATE INDEX commands_without_events ON casefeedback.commands (organisation, log, last_position)
    WHERE first_position > last_position;
