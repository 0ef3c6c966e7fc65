SELECT g0,
  g1,
  n,
  CAST(if(empty(s0), NULL, arrayReduce('sumKahan', s0) / length(s0)) AS Nullable(Float64)),
  CAST(if(empty(s1), NULL, s1[-1]) AS Nullable(Float64))
FROM (
SELECT ifNull(multiIf(j0.Float64 = trunc(j0.Float64) AND abs(j0.Float64) < 9223372036854775808., toString(toInt64(j0.Float64)), j0.Float64 = trunc(j0.Float64) AND j0.Float64 > 0 AND j0.Float64 < 18446744073709551616., toString(toUInt64(j0.Float64)), isNotNull(j0.Float64), toString(j0.Float64), isNotNull(j0.Int64), toString(j0.Int64), isNotNull(j0.UInt64), toString(j0.UInt64), isNotNull(j0.Bool), if(j0.Bool, 'true', 'false'), isNotNull(j0.String), toJSONString(j0.String), isNotNull(j0), toJSONString(j0), ''), '') AS g0,
  if(empty(r_tags), '', toJSONString(arraySort(r_tags))) AS g1,
  count() AS n,
  arraySort(groupArray(multiIf(isNotNull(j1.Float64), j1.Float64, isNotNull(j1.Int64), toFloat64(j1.Int64), isNotNull(j1.UInt64), toFloat64(j1.UInt64), j1.String = 'Infinity', inf, j1.String = '-Infinity', -inf, NULL))) AS s0,
  arraySort(groupArray(toFloat64(r_seconds))) AS s1
FROM (
  SELECT f.run AS run,
    f.name AS r_name,
    CAST(f.tags AS Array(String)) AS r_tags,
    if(d.run = 0, NULL, d.seconds) AS r_seconds,
    d.j0 AS j0,
    d.j1 AS j1
  FROM (
    SELECT run, project, name, tags
    FROM run_facts
    WHERE home = {project:UInt32}
    ORDER BY run DESC, off DESC
    LIMIT 1 BY run
  ) AS f
  LEFT JOIN (
    SELECT run, seconds, config.`arch` AS j0, summary.`loss` AS j1
    FROM run_values FINAL
    WHERE home = {project:UInt32}
  ) AS d ON d.run = f.run
  WHERE f.project = {project:UInt32}
)
WHERE (r_name != '' AND match(r_name, {p0:String}))
GROUP BY g0, g1
)
FORMAT RowBinary
-- p0 = "(?-s)^sweep-\\d+$"
-- project = 0x7
