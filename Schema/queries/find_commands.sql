SELECT command_id, log, fingerprint, recorded_by, first_position, last_position
FROM casefeedback.commands
WHERE organisation = $1 AND command_id = ANY ($2)
