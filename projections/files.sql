-- Files of runs. The later in the log wins by name.
CREATE TABLE IF NOT EXISTS {table} (
  home UInt32,
  run UInt64,
  name String,                                   -- path within the run
  size Int64,                                    -- bytes; -1 = announced, not seen
  sha256 String,                                 -- hex, key in the blob store
  md5 String,                                    -- base64
  mime LowCardinality(String),
  at DateTime64(3, 'UTC'),                       -- log time
  part UInt16,
  off UInt64,
  idx UInt32,
  INDEX seen off TYPE minmax GRANULARITY 4
) ENGINE = {engine}
ORDER BY (home, run, name, off, idx)
SETTINGS {settings}
