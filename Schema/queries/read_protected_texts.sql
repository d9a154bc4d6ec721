SELECT position, field, secrecy, subject, key_id, value
FROM casefeedback.protected_texts
WHERE organisation = $1 AND log = $2 AND position = ANY ($3)
ORDER BY position, field
