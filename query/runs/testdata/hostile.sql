SELECT run,
  ifNull(multiIf(j2.Float64 = trunc(j2.Float64) AND abs(j2.Float64) < 9223372036854775808., toString(toInt64(j2.Float64)), j2.Float64 = trunc(j2.Float64) AND j2.Float64 > 0 AND j2.Float64 < 18446744073709551616., toString(toUInt64(j2.Float64)), isNotNull(j2.Float64), toString(j2.Float64), isNotNull(j2.Int64), toString(j2.Int64), isNotNull(j2.UInt64), toString(j2.UInt64), isNotNull(j2.Bool), if(j2.Bool, 'true', 'false'), isNotNull(j2.String), toJSONString(j2.String), isNotNull(j2), toJSONString(j2), ''), '')
FROM (
  SELECT d.run AS run,
    d.j0 AS j0,
    d.o0 AS o0,
    d.j1 AS j1,
    d.j2 AS j2
  FROM (
    SELECT run, config.`%60; DROP TABLE run_data; --.x` AS j0, toJSONString(config.^`%60; DROP TABLE run_data; --.x`) != '{}' AS o0, summary.`%5Ea%5B%5D` AS j1, config.`arch` AS j2
    FROM run_values FINAL
    WHERE home = {project:UInt32}
  ) AS d
)
WHERE (run BETWEEN 5 AND 6 OR run = 9)
  AND ((isNotNull(j0) OR o0) AND (isNotNull(j1) AND NOT coalesce(j1.String = {p0:String}, 0)))
ORDER BY run
SETTINGS max_threads = 1
FORMAT RowBinary
-- p0 = "'"
-- project = 0x7
