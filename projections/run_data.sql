-- What a run's trainer says of it, as of now: one row a run once merged, the largest
-- off wins (read with FINAL). It is written after all other tables: everything up to
-- off is in them. The projector reloads its state of a run from here.
-- Tables of runs show the exact texts of a page of them, from anywhere in the table:
-- hence small granules and small blocks. What they filter and sort by is in run_values.
CREATE TABLE IF NOT EXISTS {table} (
  run UInt64,
  home UInt32,
  part UInt16,
  off UInt64,                                    -- last event that this row includes
  at DateTime64(3, 'UTC'),                       -- its log time: last active
  first_at DateTime64(3, 'UTC'),                 -- log time of the run's first telemetry
  -- Exact JSON texts (bare NaN, Infinity, -Infinity).
  config_text String CODEC(ZSTD(3)) SETTINGS (min_compress_block_size = 4096),
  summary_text String CODEC(ZSTD(3)) SETTINGS (min_compress_block_size = 4096),
  state LowCardinality(String),                  -- running, preempting, finished, failed, killed; crashed is derived when read
  exit_code Nullable(Int32),
  seconds Float64,                               -- compute time; gaps before a resume don't count
  first_time DateTime64(3, 'UTC'),               -- smallest and largest client time of its rows; 1970 = none
  last_time DateTime64(3, 'UTC'),
  first_step Int64,
  last_step Int64,                               -- smallest and largest step; meaningful if points > 0
  points UInt64,                                 -- rows in points, also of overwritten steps
  history_lines UInt64,                          -- W&B line counts of each file
  event_lines UInt64,
  console_lines UInt64,
  marks String CODEC(ZSTD(1)),                   -- the projector's own: writer marks and segments, protobuf
  INDEX seen off TYPE minmax GRANULARITY 1
) ENGINE = {engine:off}
ORDER BY (home, run)
SETTINGS {settings}, index_granularity = 8
