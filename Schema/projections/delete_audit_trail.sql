-- Found where they lie, by a join: a plan for keys is a bad one while nothing is known of the tenant, and a list of places is compared
-- with each of its rows then.
DELETE FROM casefeedback.audit_trail AS t
USING (SELECT ctid FROM casefeedback.audit_trail WHERE organisation = $1 AND generation = $2 LIMIT $3) AS first
WHERE t.ctid = first.ctid
