-- For how long this transaction may stand still, in milliseconds, because whoever takes its rows does: between two statements,
-- and over TCP also within one, whose rows are on their way to a client that lives and doesn't read.
SELECT set_config('idle_in_transaction_session_timeout', $1, true), set_config('tcp_user_timeout', $1, true)
