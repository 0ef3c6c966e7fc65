-- Series that may hold more than one row for a step: they got a step not above their
-- largest so far, or an insert whose outcome couldn't be settled. Written before the
-- points. Readers take argMax over (off, idx) for these and plain rows for all others.
CREATE TABLE IF NOT EXISTS {table} (
  home UInt32,
  key LowCardinality(String),
  run UInt64,
  lo Int64,                                      -- smallest and …
  hi Int64,                                      -- … largest step of the batch
  part UInt16,
  off UInt64,
  INDEX seen off TYPE minmax GRANULARITY 4
) ENGINE = {engine}
ORDER BY (home, key, run, off)
SETTINGS {settings}
