SELECT nature, zone, head, recorded_at, clock_accepted IS NOT NULL, clock_timestamp()
FROM casefeedback.logs
WHERE organisation = $1 AND log = $2
