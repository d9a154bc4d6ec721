DROP DATABASE IF EXISTS casefeedback_bench_small WITH (FORCE)
