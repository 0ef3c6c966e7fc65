SELECT run
FROM (
  SELECT f.run AS run,
    f.name AS r_name,
    f.id AS r_id,
    CAST(f.tags AS Array(String)) AS r_tags,
    multiIf(d.state IN ('finished', 'failed', 'killed'), toString(d.state), if(d.run = 0, f.created, d.at) < fromUnixTimestamp64Milli({p6:Int64}, 'UTC'), 'crashed', f.stop_requested, 'stopping', d.state = 'preempting', 'preempting', 'running') AS r_state,
    f.created AS r_created,
    d.j0 AS j0,
    d.j1 AS j1,
    d.j2 AS j2
  FROM (
    SELECT run, project, created, id, name, stop_requested, tags
    FROM run_facts
    WHERE home = {project:UInt32}
    ORDER BY run DESC, off DESC
    LIMIT 1 BY run
  ) AS f
  LEFT JOIN (
    SELECT run, at, state, config.`lr` AS j0, summary.`a%2Eb` AS j1, summary.`loss` AS j2
    FROM run_values FINAL
    WHERE home = {project:UInt32}
  ) AS d ON d.run = f.run
  WHERE f.project = {project:UInt32}
)
WHERE (positionCaseInsensitiveUTF8(r_name, {p0:String}) > 0 OR positionCaseInsensitiveUTF8(r_id, {p0:String}) > 0)
  AND (coalesce(j0.Float64 >= {p1:Float64}, j0.Int64 >= {p1:Float64}, j0.UInt64 >= {p1:Float64}, j0.String = 'Infinity', 0) AND (has(r_tags, {p2:String}) OR (r_state != '' AND r_state IN {p3:Array(String)})) AND NOT coalesce(j1.Float64 < {p4:UInt64}, j1.Int64 < {p4:UInt64}, j1.UInt64 < {p4:UInt64}, j1.String = '-Infinity', 0) AND ifNull(r_created > fromUnixTimestamp64Milli({p5:Int64}, 'UTC'), 0))
ORDER BY multiIf(isNotNull(j2.Float64) OR isNotNull(j2.Int64) OR isNotNull(j2.UInt64), 0, isNotNull(j2.String), if(j2.String = 'NaN', 4, if(j2.String IN ('Infinity', '-Infinity'), 0, 1)), isNotNull(j2.Bool), 2, isNotNull(j2), 3, 5),
  multiIf(isNotNull(j2.Float64), j2.Float64, isNotNull(j2.Int64), toFloat64(j2.Int64), isNotNull(j2.UInt64), toFloat64(j2.UInt64), isNotNull(j2.Bool), toFloat64(j2.Bool), j2.String = 'Infinity', inf, j2.String = '-Infinity', -inf, 0) DESC,
  multiIf(isNotNull(j2.Int64), toInt128(j2.Int64) - toInt128(toFloat64(j2.Int64)), isNotNull(j2.UInt64), toInt128(j2.UInt64) - toInt128(toFloat64(j2.UInt64)), 0) DESC,
  if(j2.String IN ('NaN', 'Infinity', '-Infinity'), '', ifNull(j2.String, '')) DESC,
  (r_name = ''),
  r_name,
  run
SETTINGS max_threads = 1
FORMAT RowBinary
-- p0 = "50%"
-- p1 = 0.1
-- p2 = "it's"
-- p3 = []string{"finished", "running"}
-- p4 = 0xffffffffffffffff
-- p5 = 1769256000000
-- p6 = 1769860500000
-- project = 0x7
