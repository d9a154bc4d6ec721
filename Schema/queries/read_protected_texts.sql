-- Those of some events, each by its key, as read_positions does.
SELECT t.position, t.field, t.secrecy, t.subject, t.key_id, t.value
FROM (SELECT DISTINCT p.position FROM unnest($3::bigint[]) AS p (position) ORDER BY p.position) AS asked
CROSS JOIN LATERAL (
    SELECT *
    FROM casefeedback.protected_texts
    WHERE organisation = $1 AND log = $2 AND position = asked.position
    ORDER BY field
) AS t
ORDER BY asked.position, t.field
