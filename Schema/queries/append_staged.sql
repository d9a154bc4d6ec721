SELECT verdict, command, stream, detail, first_position, recorded_at
FROM casefeedback.append_staged($1, $2, $3, $4, $5, $6)
