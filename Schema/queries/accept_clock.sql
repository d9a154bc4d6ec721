SELECT casefeedback.accept_clock($1, $2, $3)
