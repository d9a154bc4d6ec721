-- Waits for whoever opens the same log, and opens nothing where that one did.
INSERT INTO casefeedback.logs (organisation, log, nature, zone, head, recorded_at) VALUES ($1, $2, $3, $4, 0, $5)
ON CONFLICT DO NOTHING
