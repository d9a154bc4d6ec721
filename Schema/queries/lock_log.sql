SELECT is_open, nature, zone, head, recorded_at, today, apart, is_apart FROM casefeedback.lock_log($1, $2, $3, $4)
