-- A second scratch database, which stays small: what a log of millions costs is compared with it.
CREATE DATABASE casefeedback_bench_small TEMPLATE template0 ENCODING 'UTF8'
