-- The version of each stream, by the key on its versions; 0 where there is none.
SELECT
    asked.stream,
    coalesce((
        SELECT e.version
        FROM casefeedback.events AS e
        WHERE e.organisation = $1 AND e.log = $2 AND e.stream = asked.stream
        ORDER BY e.version DESC
        LIMIT 1
    ), 0)
FROM unnest($3::text[]) AS asked (stream)
