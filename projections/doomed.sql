-- Contents that purged runs referred to, and what became of them: written before the
-- purged rows go, so that a crash in between forgets none. It isn't rebuilt.
CREATE TABLE IF NOT EXISTS {table} (
  purge UInt64,                                  -- offset of the purge in the actions topic
  sha256 String,
  state LowCardinality(String),                  -- doomed, deleted, kept (others refer to it), missing
  size UInt64,                                   -- bytes of a deleted one
  at DateTime64(3, 'UTC'),
  version UInt64                                 -- the largest wins
) ENGINE = {engine:version}
ORDER BY (purge, sha256)
SETTINGS {settings}
