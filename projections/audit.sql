-- Every action with its outcome, also the refused ones. Secrets read "***".
CREATE TABLE IF NOT EXISTS {table} (
  off UInt64,                                    -- offset in the actions topic
  at DateTime64(3, 'UTC'),                       -- log time
  client_time DateTime64(6, 'UTC'),              -- 1970 = not said
  id UUID,
  type LowCardinality(String),
  actor_kind LowCardinality(String),             -- user, trainer, system
  actor LowCardinality(String),                  -- name then
  key LowCardinality(String),                    -- public id of the API key
  subject_kind LowCardinality(String),
  subject String,
  project UInt32,                                -- 0 = none
  run UInt64,                                    -- 0 = none
  outcome LowCardinality(String),                -- accepted, repeated, refused
  reason String,                                 -- code and sentence of a refusal
  cause UUID,                                    -- zero = none
  before String CODEC(ZSTD(3)),                  -- changed fields, JSON objects
  after String CODEC(ZSTD(3)),
  body String CODEC(ZSTD(3))                     -- the event's body as JSON, redacted
) ENGINE = {engine}
ORDER BY off
SETTINGS {settings}
