UPDATE casefeedback.logs SET head = $3, recorded_at = $4 WHERE organisation = $1 AND log = $2
