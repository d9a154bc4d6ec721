-- Found where they lie, by a join: a plan for keys is a bad one while nothing is known of the tenant, and a list of places is compared
-- with each of its rows then.
DELETE FROM casefeedback.projection_states AS t
USING (
    SELECT ctid FROM casefeedback.projection_states
    WHERE organisation = $1 AND generation = $2 AND projection = $3
    LIMIT $4) AS first
WHERE t.ctid = first.ctid
