-- What is decided about a run (actions), every version: the largest off is now's.
CREATE TABLE IF NOT EXISTS {table} (
  run UInt64,
  off UInt64,                                    -- offset in the actions topic
  at DateTime64(3, 'UTC'),
  home UInt32,                                   -- project at creation
  project UInt32,                                -- project now
  id String,                                     -- run id, unique in the project
  name String,                                   -- display name
  notes String CODEC(ZSTD(3)),
  tags Array(LowCardinality(String)),
  user LowCardinality(String),                   -- who created it
  created DateTime64(3, 'UTC'),
  run_group LowCardinality(String),
  job_type LowCardinality(String),
  host LowCardinality(String),
  program LowCardinality(String),
  commit String,
  repo LowCardinality(String),
  sweep LowCardinality(String),
  parent LowCardinality(String),                 -- id of the run that started it
  command String,
  color LowCardinality(String),
  config_edit String CODEC(ZSTD(3)),             -- a person's layer over run_data.config, JSON object
  summary_edit String CODEC(ZSTD(3)),            -- … and over run_data.summary
  -- The same as run_data has it, for filter and sort; and the keys of the first level, also those set to null: what they hide.
  config_layer JSON(max_dynamic_paths = 16),
  summary_layer JSON(max_dynamic_paths = 16),
  config_keys Array(String),
  summary_keys Array(String),
  stop_requested Bool,
  deleted Bool,
  wandb Bool
) ENGINE = {engine}
ORDER BY (home, run, off)
SETTINGS {settings}
