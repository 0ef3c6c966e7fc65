-- Alerts that trainers raise.
CREATE TABLE IF NOT EXISTS {table} (
  home UInt32,
  run UInt64,
  title String,
  text String,
  level LowCardinality(String),                  -- INFO, WARN, ERROR
  at DateTime64(3, 'UTC'),                       -- log time
  part UInt16,
  off UInt64,
  idx UInt32,
  INDEX seen off TYPE minmax GRANULARITY 4
) ENGINE = {engine}
ORDER BY (home, run, off, idx)
SETTINGS {settings}
