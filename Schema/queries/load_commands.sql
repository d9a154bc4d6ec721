COPY casefeedback.commands (organisation, command_id, log, fingerprint, recorded_by, first_position, last_position)
FROM STDIN (FORMAT binary)
