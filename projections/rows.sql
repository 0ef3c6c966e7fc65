-- Logged rows beyond their numbers: W&B rows as they were logged, text, objects,
-- lists, media references, integers that float64 can't hold.
CREATE TABLE IF NOT EXISTS {table} (
  home UInt32,
  run UInt64,
  step Int64 CODEC(DoubleDelta, ZSTD(1)),
  line Int64 CODEC(DoubleDelta, ZSTD(1)),        -- line in its file (W&B), else position in the request
  time DateTime64(6, 'UTC') CODEC(DoubleDelta, ZSTD(1)), -- the client's clock; 1970 = not said
  runtime Float64 CODEC(Gorilla, ZSTD(1)),       -- seconds as the trainer says; NaN = not said
  json String CODEC(ZSTD(3)),                    -- object: the keys that aren't in points, numbers as written
  part UInt16,
  off UInt64 CODEC(Delta, ZSTD(1)),
  idx UInt32,
  INDEX seen off TYPE minmax GRANULARITY 4
) ENGINE = {engine}
ORDER BY (home, run, step, off, idx)
SETTINGS {settings}
