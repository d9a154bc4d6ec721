-- Which protected texts a log has, without their words; in no order.
COPY (
    SELECT position, field, secrecy
    FROM casefeedback.protected_texts
    WHERE organisation = current_setting('app.tenant') AND log = current_setting('app.log')
) TO STDOUT (FORMAT binary)
