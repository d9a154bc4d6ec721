-- COPY takes no parameters: tenant, generation and projection are settings of the transaction.
SELECT
    set_config('app.tenant', $1, true), set_config('app.generation', $2::integer::text, true),
    set_config('app.projection', $3, true)
