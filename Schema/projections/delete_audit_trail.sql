-- So many rows from the first on, by their key: found by their places instead, a planner that thinks that there is one row compares
-- each of a hundred thousand with a hundred thousand places.
DELETE FROM casefeedback.audit_trail
WHERE organisation = $1 AND generation = $2
    AND position <= coalesce(
        (
            SELECT position
            FROM casefeedback.audit_trail
            WHERE organisation = $1 AND generation = $2
            ORDER BY position
            OFFSET $3 - 1
            LIMIT 1
        ), 9223372036854775807)
