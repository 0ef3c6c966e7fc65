-- How far purges are carried out. It isn't rebuilt: a rebuild never takes in what is
-- purged, and what is still to be done in the live tables isn't changed by it.
CREATE TABLE IF NOT EXISTS {table} (
  part UInt16,                                   -- of telemetry: its runs' rows; 65535: run_facts and audit
  off UInt64,                                    -- purges by actions below are carried out
  at DateTime64(3, 'UTC')
) ENGINE = {engine:off}
ORDER BY part
SETTINGS {settings}
