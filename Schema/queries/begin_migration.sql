-- Two migrations at once: the second waits here, then finds nothing to do. The owner, who can't log in, owns every object.
SELECT pg_advisory_xact_lock(hashtext('casefeedback migrate'));
SET LOCAL ROLE casefeedback_owner;
