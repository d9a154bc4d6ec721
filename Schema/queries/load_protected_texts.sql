COPY casefeedback.protected_texts (organisation, log, position, field, secrecy, subject, key_id, value)
FROM STDIN (FORMAT binary)
