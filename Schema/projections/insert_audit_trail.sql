INSERT INTO casefeedback.audit_trail (
    organisation, generation, position, type, recorded_at, occurred_on, actor, performed_by)
SELECT $1, $2, t.position, t.type, t.recorded_at, t.occurred_on, t.actor, t.performed_by
FROM unnest($3::bigint[], $4::text[], $5::timestamptz[], $6::date[], $7::text[], $8::text[])
    AS t (position, type, recorded_at, occurred_on, actor, performed_by)
