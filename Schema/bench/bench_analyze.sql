ANALYZE casefeedback.events, casefeedback.tags, casefeedback.commands, casefeedback.protected_texts
