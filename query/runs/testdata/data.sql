SELECT run, part, off, at, first_at, toString(state), exit_code, seconds, points, first_step, last_step, console_lines, config_text, summary_text
FROM run_data
PREWHERE home = {project:UInt32} AND run IN {runs:Array(UInt64)}
ORDER BY run, off DESC
LIMIT 1 BY run
FORMAT RowBinary
