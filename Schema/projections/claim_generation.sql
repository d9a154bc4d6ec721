-- Ends with the connection. Correctness does not rest on it, but on compared-and-set checkpoints: it lets a second builder
-- be refused at once, and tells one that is gone from one that works.
SELECT pg_try_advisory_lock(hashtextextended('casefeedback generation ' || $1::text, 0))
