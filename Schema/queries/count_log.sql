-- What is there of a log, as row-level security shows it to one tenant: of rows that were copied past it, the number that
-- is its own.
SELECT
    (SELECT count(*) FROM casefeedback.events WHERE organisation = $1 AND log = $2),
    (SELECT coalesce(max(position), 0) FROM casefeedback.events WHERE organisation = $1 AND log = $2),
    (SELECT count(*) FROM casefeedback.tags WHERE organisation = $1 AND log = $2),
    (SELECT count(*) FROM casefeedback.protected_texts WHERE organisation = $1 AND log = $2),
    (SELECT count(*) FROM casefeedback.commands WHERE organisation = $1 AND log = $2)
