SELECT
    set_config('app.tenant', $1, true), set_config('app.log', $2, true), set_config('app.after', $3, true),
    set_config('app.to', $4, true)
