-- Lines of the trainer's output. A line number written again replaces the line (the
-- later in the log wins): terminals rewrite progress bars.
CREATE TABLE IF NOT EXISTS {table} (
  home UInt32,
  run UInt64,
  line Int64 CODEC(DoubleDelta, ZSTD(1)),
  time DateTime64(6, 'UTC') CODEC(DoubleDelta, ZSTD(1)), -- 1970 = not said
  stream LowCardinality(String),                 -- stdout, stderr
  label LowCardinality(String),
  text String CODEC(ZSTD(3)),
  part UInt16,
  off UInt64 CODEC(Delta, ZSTD(1)),
  idx UInt32,
  INDEX seen off TYPE minmax GRANULARITY 4
) ENGINE = {engine}
ORDER BY (home, run, line, off, idx)
SETTINGS {settings}
