COPY casefeedback.audit_trail (
    organisation, generation, position, type, recorded_at, occurred_on, actor, performed_by)
FROM STDIN (FORMAT binary)
