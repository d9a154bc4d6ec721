-- In no order: the tags of a range stand under their words, not under their positions.
COPY (
    SELECT position, tag
    FROM casefeedback.tags
    WHERE organisation = current_setting('app.tenant')
        AND log = current_setting('app.log')
        AND position > current_setting('app.after')::bigint
        AND position <= current_setting('app.to')::bigint
) TO STDOUT (FORMAT binary)
