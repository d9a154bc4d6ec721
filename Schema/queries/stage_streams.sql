COPY staged_streams (number, stream, required, required_by, required_offset) FROM STDIN (FORMAT binary)
