-- Compared and set: no row is changed when another builder has brought the generation to another stage. Why it could not be
-- built says nothing of what stands.
UPDATE casefeedback.projection_checkpoints
SET stage = $6, failure = CASE $6 WHEN 'standing' THEN NULL ELSE failure END
WHERE organisation = $1 AND generation = $2 AND projection = $3 AND log = $4 AND stage = $5
