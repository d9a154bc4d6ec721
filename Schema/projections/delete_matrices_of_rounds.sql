-- $3 and $4 are parallel: cycle and unit of a round. Found round by round by key, and gone to where they lie: of a tenant of whom
-- nothing is known, the planner thinks reading his whole matrix as cheap.
DELETE FROM casefeedback.report_matrix AS t
USING (
    SELECT m.ctid
    FROM unnest($3::text[], $4::text[]) AS r (cycle, unit)
    CROSS JOIN LATERAL (
        SELECT ctid
        FROM casefeedback.report_matrix
        WHERE organisation = $1 AND generation = $2 AND cycle = r.cycle AND unit = r.unit
        OFFSET 0
    ) AS m
) AS first
WHERE t.ctid = first.ctid
