-- The last position recorded at or before a moment; recorded time rises with the position.
SELECT coalesce(max(position), 0)
FROM casefeedback.events
WHERE organisation = $1 AND log = $2 AND recorded_at <= $3
