-- Which events of a range, and of those that carry all of the tags, have a text of class personal: how many, the first
-- and the last, and which they are where they are few ($6).
WITH tagged AS MATERIALIZED (
    SELECT g.position
    FROM unnest($5::text[]) AS asked (tag)
    CROSS JOIN LATERAL (
        SELECT position
        FROM casefeedback.tags
        WHERE organisation = $1 AND log = $2 AND tag = asked.tag AND position > $3 AND position <= $4
        ORDER BY position
    ) AS g
    GROUP BY g.position
    HAVING count(*) = cardinality($5::text[])
)
SELECT
    count(*), coalesce(min(p.position), 0), coalesce(max(p.position), 0),
    CASE WHEN count(*) <= $6 THEN array_agg(p.position ORDER BY p.position) FILTER (WHERE p.number <= $6) END
FROM (
    SELECT t.position, row_number() OVER (ORDER BY t.position) AS number
    FROM casefeedback.protected_texts AS t
    WHERE t.organisation = $1 AND t.log = $2 AND t.position > $3 AND t.position <= $4 AND t.secrecy = 'personal'
        AND (cardinality($5::text[]) = 0 OR t.position IN (SELECT position FROM tagged))
    GROUP BY t.position
) AS p
