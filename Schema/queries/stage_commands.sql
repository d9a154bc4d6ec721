COPY staged_commands (number, command_id, fingerprint, recorded_by, first_offset, last_offset) FROM STDIN (FORMAT binary)
