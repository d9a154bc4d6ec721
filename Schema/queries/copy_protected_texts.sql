COPY (
    SELECT position, field, secrecy, subject, key_id, value
    FROM casefeedback.protected_texts
    WHERE organisation = current_setting('app.tenant')
        AND log = current_setting('app.log')
        AND position > current_setting('app.after')::bigint
        AND position <= current_setting('app.to')::bigint
    ORDER BY position, field
) TO STDOUT (FORMAT binary)
