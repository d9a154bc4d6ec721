SELECT count(*), coalesce(max(position), 0) FROM casefeedback.events WHERE organisation = $1 AND log = $2
