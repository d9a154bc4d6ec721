-- Compared and set: no row is changed when the checkpoint is not where the batch began.
UPDATE casefeedback.projection_checkpoints
SET position = $6, failure = NULL
WHERE organisation = $1 AND generation = $2 AND projection = $3 AND log = $4 AND position = $5 AND $6 > position
