-- Compared and set: no row is changed when another builder has brought the generation to another stage.
UPDATE casefeedback.projection_checkpoints
SET stage = $6
WHERE organisation = $1 AND generation = $2 AND projection = $3 AND log = $4 AND stage = $5
