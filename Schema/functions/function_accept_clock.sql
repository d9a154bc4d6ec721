-- Accepts, for one log, that the clocks are as far apart as they are now: appends go on, recorded time still rises
-- strictly. The first append that finds the clocks together again ends it. The reason is recorded as an event beside.
CREATE OR REPLACE FUNCTION casefeedback.accept_clock(
    p_organisation text, p_log text, p_clock timestamptz
) RETURNS interval LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    v_clock    CONSTANT timestamptz := clock_timestamp();
    v_accepted interval;
BEGIN
    PERFORM set_config('app.tenant', p_organisation, true);
    UPDATE casefeedback.logs AS l
    SET clock_accepted = greatest(p_clock - v_clock, v_clock - p_clock, l.recorded_at - v_clock) + interval '60 seconds'
    WHERE l.organisation = p_organisation AND l.log = p_log
    RETURNING l.clock_accepted INTO v_accepted;
    RETURN v_accepted;
END
$$;
