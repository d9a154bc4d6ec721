COPY casefeedback.projection_states (organisation, generation, projection, key, state) FROM STDIN (FORMAT binary)
