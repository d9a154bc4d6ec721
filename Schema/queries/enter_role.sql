-- For the rest of the transaction; the service may become each of its roles.
SELECT set_config('role', $1, true)
