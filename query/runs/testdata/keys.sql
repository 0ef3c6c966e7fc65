SELECT path, multiIf(type IN ('Int64', 'UInt64', 'Float64'), 'number', type = 'Bool', 'bool', type = 'String', 'text', 'list') AS kind, sum(n)
FROM (
  SELECT tupleElement(one, 1) AS path, tupleElement(one, 2) AS type, count() AS n
  FROM (
    SELECT arrayJoin(CAST(JSONAllPathsWithTypes(config) AS Array(Tuple(String, String)))) AS one
    FROM run_values FINAL
    WHERE home = {project:UInt32} AND run IN (SELECT run FROM (SELECT run, project, deleted FROM run_facts WHERE home = {project:UInt32} ORDER BY run DESC, off DESC LIMIT 1 BY run) WHERE project = {project:UInt32} AND NOT deleted)
  )
  GROUP BY path, type
)
GROUP BY path, kind
FORMAT RowBinary
