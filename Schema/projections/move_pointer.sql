-- Compared and set: no row is changed when another rebuild was faster.
UPDATE casefeedback.projection_pointers
SET generation = $3
WHERE organisation = $1 AND projection = $2 AND generation = $4
