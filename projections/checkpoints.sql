-- Where to begin reading after a restart: a lower bound, written every few seconds.
-- What a table really holds is read from the table.
CREATE TABLE IF NOT EXISTS {table} (
  part UInt16,
  off UInt64,                                    -- everything below is in all tables
  at DateTime64(3, 'UTC'),
  boot String                                    -- boot id of the machine that wrote it
) ENGINE = {engine:off}
ORDER BY part
SETTINGS {settings}
