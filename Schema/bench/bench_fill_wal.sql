-- A young cluster makes its WAL files while it is measured, each for some tens of milliseconds in which nobody commits;
-- one that has served for a while writes over those it has. Half of what max_wal_size is by default, so that no
-- checkpoint begins halfway.
SELECT pg_logical_emit_message(false, 'casefeedback bench', repeat(' ', 1024 * 1024))
FROM generate_series(1, (SELECT 512 - sum(size) / 1024 / 1024 FROM pg_ls_waldir()))
