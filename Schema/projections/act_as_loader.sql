-- Until the transaction ends or acts as another: PostgreSQL refuses COPY FROM under row-level security, which binds every
-- other role.
SELECT set_config('role', 'casefeedback_loader', true)
