-- Metrics of the machine that a run runs on; their x axis is time.
CREATE TABLE IF NOT EXISTS {table} (
  home UInt32,
  run UInt64,
  key LowCardinality(String),
  line Int64 CODEC(DoubleDelta, ZSTD(1)),        -- number of the sample
  time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
  value Float64 CODEC(Gorilla, ZSTD(1)),
  part UInt16,
  off UInt64 CODEC(Delta, ZSTD(1)),
  idx UInt32,
  INDEX seen off TYPE minmax GRANULARITY 4
) ENGINE = {engine}
ORDER BY (home, run, key, line, off, idx)
SETTINGS {settings}
