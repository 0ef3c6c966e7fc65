-- Records that couldn't be applied: nothing vanishes, nothing blocks.
CREATE TABLE IF NOT EXISTS {table} (
  topic LowCardinality(String),
  part UInt16,
  off UInt64,
  at DateTime64(3, 'UTC'),
  type LowCardinality(String),                   -- as far as it could be read
  reason LowCardinality(String),                 -- undecodable, unknown_run, too_late, …
  error String,
  size UInt64,                                   -- bytes of the record
  value String CODEC(ZSTD(3))                    -- its first 64 KiB
) ENGINE = {engine}
ORDER BY (topic, part, off)
SETTINGS {settings}
