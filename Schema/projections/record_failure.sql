-- Told once: a retry that fails for the same reason changes nothing.
UPDATE casefeedback.projection_checkpoints
SET failure = $6
WHERE organisation = $1 AND generation = $2 AND projection = $3 AND log = $4 AND position = $5
    AND failure IS DISTINCT FROM $6
