SELECT organisation, log, head
FROM casefeedback.logs
ORDER BY organisation, log
