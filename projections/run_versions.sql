-- run_data as it was: the last state of each minute of log time in which the run
-- changed, and each change of state. as_of reads the newest row below its position.
CREATE TABLE IF NOT EXISTS {table} (
  run UInt64,
  home UInt32,
  part UInt16,
  off UInt64,
  at DateTime64(3, 'UTC'),
  first_at DateTime64(3, 'UTC'),
  config JSON(max_dynamic_paths = 64),
  config_text String CODEC(ZSTD(3)),
  summary JSON(max_dynamic_paths = 64),
  summary_text String CODEC(ZSTD(3)),
  state LowCardinality(String),
  exit_code Nullable(Int32),
  seconds Float64,
  first_time DateTime64(3, 'UTC'),
  last_time DateTime64(3, 'UTC'),
  first_step Int64,
  last_step Int64,
  points UInt64,
  history_lines UInt64,
  event_lines UInt64,
  console_lines UInt64,
  marks String,                                  -- always empty here
  INDEX seen off TYPE minmax GRANULARITY 1
) ENGINE = {engine}
ORDER BY (home, run, off)
SETTINGS {settings}, index_granularity = 256
