-- A password reaches ALTER ROLE through settings of the session: that statement takes no parameters.
SELECT set_config('app.role_name', $1, false), set_config('app.role_password', $2, false)
