SELECT pg_advisory_unlock(hashtextextended('casefeedback generation ' || $1::text, 0))
