-- Contents of the blob store that runs refer to: by their files, and by values that were
-- too large for the log. What nobody refers to any more can go.
CREATE TABLE IF NOT EXISTS {table} (
  home UInt32,
  run UInt64,
  sha256 String,                                 -- hex, key in the blob store
  part UInt16,
  off UInt64,
  INDEX seen off TYPE minmax GRANULARITY 4,
  INDEX by_hash sha256 TYPE bloom_filter(0.001) GRANULARITY 1
) ENGINE = {engine}
ORDER BY (home, run, sha256, off)
SETTINGS {settings}
