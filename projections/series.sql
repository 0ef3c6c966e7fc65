-- Which run has which metric. One row when a projector sees the series first (again
-- after a restart: collapses).
CREATE TABLE IF NOT EXISTS {table} (
  home UInt32,
  key LowCardinality(String),
  run UInt64,
  part UInt16,
  off UInt64,
  INDEX seen off TYPE minmax GRANULARITY 4
) ENGINE = {engine}
ORDER BY (home, key, run)
SETTINGS {settings}
