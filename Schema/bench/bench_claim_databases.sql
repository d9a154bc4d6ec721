-- Held by the one run that a cluster has at a time, until its connection ends.
SELECT pg_try_advisory_lock(hashtext('casefeedback bench'))
