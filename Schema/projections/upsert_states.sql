INSERT INTO casefeedback.projection_states (organisation, generation, projection, key, state)
SELECT $1, $2, $3, s.key, s.state
FROM unnest($4::text[], $5::bytea[]) AS s (key, state)
ON CONFLICT (organisation, generation, projection, key) DO UPDATE SET state = excluded.state
