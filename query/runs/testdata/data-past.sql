SELECT run, part, off, at, first_at, toString(state), exit_code, seconds, points, first_step, last_step, console_lines, config_text
FROM (
    SELECT * FROM (
      SELECT run, off, part, at, first_at, state, exit_code, seconds, points, first_step, last_step, console_lines, config_text
      FROM run_versions
      WHERE home = {project:UInt32} AND run IN {runs:Array(UInt64)} AND off < CAST([10,20] AS Array(UInt64))[part + 1]
      UNION ALL
      SELECT run, off, part, at, first_at, state, exit_code, seconds, points, first_step, last_step, console_lines, config_text
      FROM run_data
      WHERE home = {project:UInt32} AND run IN {runs:Array(UInt64)} AND off < CAST([10,20] AS Array(UInt64))[part + 1]
    )
    ORDER BY run DESC, off DESC
    LIMIT 1 BY run
)
FORMAT RowBinary
