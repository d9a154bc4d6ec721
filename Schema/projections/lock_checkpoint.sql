-- Taken first in the transaction that applies a batch: two workers can't both win, and a worker that was stopped and goes
-- on finds where the other has come to.
SELECT position, revision, stage
FROM casefeedback.projection_checkpoints
WHERE organisation = $1 AND generation = $2 AND projection = $3 AND log = $4
FOR NO KEY UPDATE
