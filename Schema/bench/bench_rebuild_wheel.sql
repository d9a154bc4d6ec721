-- The rows of the annual wheel by one set-based statement, as somebody would write it who keeps nothing else: phase,
-- outcome of every child and number of statements of each round. Its states, and so any other day, breaches, planned days
-- and what is missing, it does not have. $1 is the organisation.
WITH event AS MATERIALIZED (
    SELECT e.position, e.stream, e.type, e.occurred_on, convert_from(e.payload, 'UTF8')::jsonb AS data
    FROM casefeedback.events AS e
    WHERE e.organisation = $1 AND e.log = 'cases' AND e.stream LIKE 'round/%'
), child AS (
    SELECT
        stream,
        CASE
            WHEN bool_or(type = 'interview-held') THEN 'held'
            WHEN bool_or(type = 'interview-interrupted') THEN 'interrupted'
            WHEN max(position) FILTER (WHERE type IN ('guardian-consent-withdrawn', 'child-assent-withdrawn'))
                > coalesce(max(position) FILTER (WHERE type IN ('guardian-consent-given', 'child-assent-given')), 0)
                THEN 'withdrawn'
            WHEN bool_or(type = 'invitation-declined') THEN 'declined-by-child'
            WHEN bool_or(type = 'guardian-consent-refused') THEN 'refused-by-guardian'
            WHEN bool_or(type = 'reply-missing') THEN 'no-reply'
            WHEN bool_or(type = 'interview-cancelled') THEN 'cancelled'
            ELSE 'pending'
        END AS outcome
    FROM event
    WHERE data ? 'child'
    GROUP BY stream, data ->> 'child'
    HAVING bool_or(type = 'child-selected')
), outcomes AS (
    SELECT
        stream, count(*) AS selected, count(*) FILTER (WHERE outcome = 'held') AS held,
        count(*) FILTER (WHERE outcome = 'interrupted') AS interrupted,
        count(*) FILTER (WHERE outcome = 'declined-by-child') AS declined_by_child,
        count(*) FILTER (WHERE outcome = 'refused-by-guardian') AS refused_by_guardian,
        count(*) FILTER (WHERE outcome = 'no-reply') AS no_reply, count(*) FILTER (WHERE outcome = 'cancelled') AS cancelled,
        count(*) FILTER (WHERE outcome = 'withdrawn') AS withdrawn, count(*) FILTER (WHERE outcome = 'pending') AS pending
    FROM child
    GROUP BY stream
), round AS (
    SELECT
        stream, max(data ->> 'cycle') AS cycle, max(data ->> 'unit') AS unit,
        (array_agg(data ->> 'phase' ORDER BY occurred_on DESC, position DESC) FILTER (WHERE type = 'phase-entered'))[1]
            AS phase,
        max(occurred_on) FILTER (WHERE type = 'phase-entered') AS phase_since,
        count(*) FILTER (WHERE type = 'statement-recorded') AS statements
    FROM event
    GROUP BY stream
    HAVING bool_or(type = 'unit-enrolled')
)
SELECT count(*), sum(made.statements)
FROM (
    SELECT r.*, o.selected, o.held, o.interrupted, o.declined_by_child, o.refused_by_guardian, o.no_reply, o.cancelled,
        o.withdrawn, o.pending
    FROM round AS r
    LEFT JOIN outcomes AS o ON o.stream = r.stream
    ORDER BY r.cycle, r.unit
) AS made
