SELECT position, array_agg(tag ORDER BY tag)
FROM casefeedback.tags
WHERE organisation = $1 AND log = $2 AND position > $3 AND position <= $4
GROUP BY position
ORDER BY position
