package read

import "strings"

// PastRows is the SELECT of each run's newest row that where lets through: of
// run_versions, and of table (run_values or run_data), which still holds what hasn't
// changed since.
func PastRows(table string, columns []string, where string) string {
	cols := "SELECT run, off, " + strings.Join(columns, ", ")
	return "    SELECT * FROM (\n      " + cols + "\n      FROM run_versions\n      WHERE " + where +
		"\n      UNION ALL\n      " + cols + "\n      FROM " + table + "\n      WHERE " + where +
		"\n    )\n    ORDER BY run DESC, off DESC\n    LIMIT 1 BY run"
}
