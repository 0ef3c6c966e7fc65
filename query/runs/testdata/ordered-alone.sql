SELECT run
FROM (
  SELECT d.run AS run,
    if(d.run = 0, NULL, d.seconds) AS r_seconds,
    d.run AS r_number,
    d.j0 AS j0,
    d.j1 AS j1,
    d.j2 AS j2
  FROM (
    SELECT run, seconds, config.`lr` AS j0, summary.`acc` AS j1, summary.`loss` AS j2
    FROM run_values FINAL
    WHERE home = {project:UInt32}
  ) AS d
)
WHERE (coalesce(j0.Float64 IN {p0:Array(Float64)}, j0.Int64 = {p1:Int64}, j0.UInt64 = {p2:UInt64}, 0) AND coalesce(j1.Float64 > {p3:Float64}, j1.Int64 > {p3:Float64}, j1.UInt64 > {p3:Float64}, j1.String = 'Infinity', 0) AND ifNull(r_seconds < {p4:Int64}, 0))
ORDER BY multiIf(isNotNull(j2.Float64) OR isNotNull(j2.Int64) OR isNotNull(j2.UInt64), 0, isNotNull(j2.String), if(j2.String = 'NaN', 4, if(j2.String IN ('Infinity', '-Infinity'), 0, 1)), isNotNull(j2.Bool), 2, isNotNull(j2), 3, 5),
  multiIf(isNotNull(j2.Float64), j2.Float64, isNotNull(j2.Int64), toFloat64(j2.Int64), isNotNull(j2.UInt64), toFloat64(j2.UInt64), isNotNull(j2.Bool), toFloat64(j2.Bool), j2.String = 'Infinity', inf, j2.String = '-Infinity', -inf, 0) DESC,
  multiIf(isNotNull(j2.Int64), toInt128(j2.Int64) - toInt128(toFloat64(j2.Int64)), isNotNull(j2.UInt64), toInt128(j2.UInt64) - toInt128(toFloat64(j2.UInt64)), 0) DESC,
  if(j2.String IN ('NaN', 'Infinity', '-Infinity'), '', ifNull(j2.String, '')) DESC,
  r_number NULLS LAST,
  run
SETTINGS max_threads = 1
FORMAT RowBinary
-- p0 = []float64{1, 2.5}
-- p1 = 1
-- p2 = 0x1
-- p3 = 0.5
-- p4 = 60
-- project = 0x7
