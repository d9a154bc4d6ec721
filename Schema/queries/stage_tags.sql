COPY staged_tags (number, tag) FROM STDIN (FORMAT binary)
