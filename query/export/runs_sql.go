package export

import (
	"strings"

	"runledger/query/read"
)

// runsSQL is the SELECT of a run set's rows: what was decided about the runs, what
// their trainers say, and where both set a key, the person's value.
func runsSQL(runs read.RunList, at read.Moment, f format) string {
	where := runs.InHome() + " AND " + runs.In()
	columns := []string{"state", "exit_code", "seconds", "at", "last_step", "points", "config_text", "summary_text"}
	facts := ""
	data := "    SELECT run, " + strings.Join(columns, ", ") + " FROM run_data WHERE " + where + " ORDER BY run, off DESC LIMIT 1 BY run"
	if at.Pinned {
		facts = " AND off < {actions:UInt64}"
		data = read.PastRows("run_data", columns, where+" AND "+at.Below())
	}
	merged := func(text, edit string) string {
		quoted := strings.ReplaceAll(quotedWordsSQL, "json", text)
		return "if(" + edit + " IN ('', '{}'), " + text + ", JSONMergePatch(if(isValidJSON(" + text + "), " + text + ", " + quoted + "), " + edit + "))"
	}
	return strings.Join([]string{
		"SELECT",
		"    {project:String} AS project, f.id AS run, f.name AS name, f.user AS user, f.created AS created, f.tags AS tags, f.notes AS notes,",
		"    f.run_group AS run_group, f.job_type AS job_type, f.host AS host, f.program AS program, f.commit AS commit, f.repo AS repo, f.sweep AS sweep,",
		"    " + read.StateSQL("d.state", "if(d.run = 0, f.created, d.at)", "f.stop_requested", "fromUnixTimestamp64Milli({silent:Int64}, 'UTC')") + " AS state, d.exit_code AS exit_code, d.seconds AS seconds, d.at AS last_active, d.last_step AS last_step, d.points AS points,",
		"    " + merged("d.config_text", "f.config_edit") + " AS config,",
		"    " + merged("d.summary_text", "f.summary_edit") + " AS summary",
		"FROM",
		"(",
		"    SELECT * FROM run_facts WHERE " + where + facts + " ORDER BY run, off DESC LIMIT 1 BY run",
		") AS f",
		"LEFT JOIN",
		"(",
		data,
		") AS d ON f.run = d.run",
		"ORDER BY f.run",
		"FORMAT " + f.engine,
	}, "\n")
}
