-- Locks the head of a log for an explicit transaction of bulk import, and says what is true behind the lock. A log that is
-- not open has nothing to lock: whoever else opens it meanwhile waits for its key. `p_zone` is the zone that an opening gives.
CREATE OR REPLACE FUNCTION casefeedback.lock_log(
    p_organisation text, p_log text, p_clock timestamptz, p_zone text
) RETURNS TABLE (
    is_open     boolean,
    nature      text,
    zone        text,
    head        bigint,
    recorded_at timestamptz,   -- of the next event
    today       date,
    apart       bigint,        -- of the clocks, in microseconds
    is_apart    boolean        -- further than is accepted
) LANGUAGE plpgsql VOLATILE AS $$
#variable_conflict use_variable
DECLARE
    v_started        CONSTANT timestamptz := clock_timestamp();
    v_close_enough   CONSTANT interval := interval '60 seconds';
    v_last_recorded  timestamptz;
    v_clock_accepted interval;
    v_clock          timestamptz;
    v_apart          interval;
BEGIN
    PERFORM set_config('app.tenant', p_organisation, true);
    -- What is told as accepted has reached this server's disk. Other settings than `off` wait for that, or for more, and are
    -- the administrator's.
    IF current_setting('synchronous_commit') = 'off' THEN
        PERFORM set_config('synchronous_commit', 'on', true);
    END IF;
    SELECT l.nature, l.zone, l.head, l.recorded_at, l.clock_accepted
    INTO nature, zone, head, v_last_recorded, v_clock_accepted
    FROM casefeedback.logs AS l
    WHERE l.organisation = p_organisation AND l.log = p_log
    FOR NO KEY UPDATE;
    is_open := FOUND;
    head := coalesce(head, 0);
    zone := coalesce(zone, p_zone);
    -- Read once, under the lock; recorded time rises strictly whatever the clock does.
    v_clock := clock_timestamp();
    recorded_at := greatest(v_clock, v_last_recorded + interval '1 microsecond');
    today := (recorded_at AT TIME ZONE coalesce(zone, 'UTC'))::date;
    v_apart := greatest(p_clock - v_started, v_started - p_clock, v_last_recorded - v_clock);
    apart := extract(epoch FROM v_apart) * 1000000;
    is_apart := v_apart > greatest(v_close_enough, v_clock_accepted);
    RETURN NEXT;
END
$$;
