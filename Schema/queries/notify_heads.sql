SELECT pg_notify('casefeedback_heads', '')
