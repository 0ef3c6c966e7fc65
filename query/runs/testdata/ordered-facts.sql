SELECT run
FROM (
  SELECT f.run AS run,
    f.name AS r_name,
    f.run AS r_number
  FROM (
    SELECT run, project, name
    FROM run_facts
    WHERE home = {project:UInt32}
    ORDER BY run DESC, off DESC
    LIMIT 1 BY run
  ) AS f
  WHERE f.project = {project:UInt32}
)
WHERE (r_name != '' AND match(r_name, {p0:String}))
ORDER BY r_number DESC NULLS LAST,
  run
SETTINGS max_threads = 1
FORMAT RowBinary
-- p0 = "(?-s)^sweep-\\d+$"
-- project = 0x7
