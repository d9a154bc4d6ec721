COPY staged_texts (number, field, secrecy, subject, key_id, value) FROM STDIN (FORMAT binary)
