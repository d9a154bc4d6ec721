COPY casefeedback.tags (organisation, log, tag, position) FROM STDIN (FORMAT binary)
