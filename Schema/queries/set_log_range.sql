-- What the COPY statements read, for this transaction. A log is streamed in the order of its key, however the planner
-- thinks of it: a sort would hold back the first row until the last was read.
SELECT
    set_config('app.tenant', $1, true), set_config('app.log', $2, true), set_config('app.after', $3, true),
    set_config('app.to', $4, true), set_config('app.tags', $5, true), set_config('enable_sort', 'off', true)
