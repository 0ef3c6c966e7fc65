-- What runs are filtered and sorted by, as of now: a row a run once merged, the largest
-- off wins (read with FINAL). It is written just before the same runs' rows of run_data,
-- which has the exact texts.
-- Paths past the limit share a stream: slower to read, but a part with 1,000 paths of
-- their own would have 13,000 files.
CREATE TABLE IF NOT EXISTS {table} (
  run UInt64,
  home UInt32,
  part UInt16,
  off UInt64,                                    -- last event that this row includes
  at DateTime64(3, 'UTC'),                       -- its log time: last active
  config JSON(max_dynamic_paths = 128),          -- keys escaped; NaN, ±Inf as strings
  summary JSON(max_dynamic_paths = 128),
  state LowCardinality(String),                  -- this and what follows: as in run_data
  exit_code Nullable(Int32),
  seconds Float64,
  first_step Int64,
  last_step Int64,
  points UInt64,
  INDEX seen off TYPE minmax GRANULARITY 1
) ENGINE = {engine:off}
ORDER BY (home, run)
SETTINGS {settings}
