-- Which commands a log has, and where; in no order, which no index gives.
COPY (
    SELECT command_id, recorded_by, first_position, last_position
    FROM casefeedback.commands
    WHERE organisation = current_setting('app.tenant') AND log = current_setting('app.log')
) TO STDOUT (FORMAT binary)
