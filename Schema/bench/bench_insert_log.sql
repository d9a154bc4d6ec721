-- The head row of a history that was copied in: head and time of its last event.
INSERT INTO casefeedback.logs (organisation, log, nature, zone, head, recorded_at)
VALUES ($1, $2, 'demonstration', 'Europe/Stockholm', $3, $4)
