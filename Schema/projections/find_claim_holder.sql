-- Who has claimed a generation: the server's process, and what the builder calls its connection.
SELECT a.pid, a.application_name
FROM pg_locks AS l
JOIN pg_stat_activity AS a ON a.pid = l.pid
WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
    AND l.database = (SELECT d.oid FROM pg_database AS d WHERE d.datname = current_database())
    AND (l.classid::bigint << 32 | l.objid::bigint) = hashtextextended('casefeedback generation ' || $1::text, 0)
LIMIT 1
