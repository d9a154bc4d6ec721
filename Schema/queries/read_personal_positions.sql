-- Which events of a range, and of those that carry all of the tags, have a text of class personal: how many, the first
-- and the last, and which they are where they are few ($6).
SELECT
    count(*), coalesce(min(p.position), 0), coalesce(max(p.position), 0),
    CASE WHEN count(*) <= $6 THEN array_agg(p.position ORDER BY p.position) FILTER (WHERE p.number <= $6) END
FROM (
    SELECT t.position, row_number() OVER (ORDER BY t.position) AS number
    FROM casefeedback.protected_texts AS t
    WHERE t.organisation = $1 AND t.log = $2 AND t.position > $3 AND t.position <= $4 AND t.secrecy = 'personal'
        AND (
            cardinality($5::text[]) = 0
            OR t.position IN (
                SELECT g.position
                FROM casefeedback.tags AS g
                WHERE g.organisation = $1 AND g.log = $2 AND g.tag = ANY ($5) AND g.position > $3 AND g.position <= $4
                GROUP BY g.position
                HAVING count(*) = cardinality($5::text[])
            )
        )
    GROUP BY t.position
) AS p
