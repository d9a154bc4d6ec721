-- The last position recorded at or before a moment. Recorded time rises with the position, and positions have no gaps: halving
-- the log finds it.
WITH RECURSIVE search AS (
    SELECT 0::bigint AS low, l.head::bigint AS high
    FROM casefeedback.logs AS l
    WHERE l.organisation = $1 AND l.log = $2
    UNION ALL
    SELECT
        CASE WHEN e.is_before THEN s.middle ELSE s.low END, CASE WHEN e.is_before THEN s.high ELSE s.middle - 1 END
    FROM (SELECT low, high, (low + high + 1) / 2 AS middle FROM search WHERE low < high) AS s
    CROSS JOIN LATERAL (
        SELECT recorded_at <= $3 AS is_before
        FROM casefeedback.events
        WHERE organisation = $1 AND log = $2 AND position BETWEEN s.middle AND s.middle
        ORDER BY position
        LIMIT 1
    ) AS e
)
SELECT coalesce((SELECT low FROM search WHERE low = high), 0)
