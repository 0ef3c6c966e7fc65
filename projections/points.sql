-- Every version of every metric point. A step logged twice keeps both rows: the later
-- in the log (off, idx) wins, and time travel needs the earlier. A re-delivered row
-- collapses in a merge. Charts read it without FINAL, see rewritten.sql.
-- Never partitioned: one insert is one atomic part.
CREATE TABLE IF NOT EXISTS {table} (
  home UInt32 CODEC(ZSTD(1)),                    -- project number at the run's creation, a place in the order only
  key LowCardinality(String),
  run UInt64 CODEC(Delta, ZSTD(1)),
  step Int64 CODEC(DoubleDelta, ZSTD(1)),
  value Float64 CODEC(Gorilla, ZSTD(1)),
  time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)), -- the client's clock
  part UInt16 CODEC(ZSTD(1)),                    -- telemetry partition and …
  off UInt64 CODEC(Delta, ZSTD(1)),              -- … offset of the event
  idx UInt32 CODEC(ZSTD(1)),                     -- row in the event
  INDEX seen off TYPE minmax GRANULARITY 4
) ENGINE = {engine}
ORDER BY (home, key, run, step, off, idx)
SETTINGS {settings}
