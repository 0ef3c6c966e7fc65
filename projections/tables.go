package projections

// stage is when a table is inserted within a batch.
type stage int

const (
	early  stage = iota // before the points: which series need care when read
	middle              // what was logged
)

// table is one line of the list of tables made from telemetry.
type table struct {
	name  string
	stage stage
	rows  func(*keyTable) tableRows
}

// batchTables are those that a batch of events is inserted into.
var batchTables = []table{
	{"rewritten", early, func(k *keyTable) tableRows { return newRewrittenRows(k) }},
	{"series", early, func(k *keyTable) tableRows { return newSeriesRows(k) }},
	{"points", middle, func(k *keyTable) tableRows { return newPointRows(k) }},
	{"rows", middle, func(*keyTable) tableRows { return newValueRows() }},
	{"console", middle, func(*keyTable) tableRows { return newConsoleRows() }},
	{"system", middle, func(*keyTable) tableRows { return newSystemRows() }},
	{"files", middle, func(*keyTable) tableRows { return newFileRows() }},
	{contents, middle, func(*keyTable) tableRows { return newContentRows() }},
	{"alerts", middle, func(*keyTable) tableRows { return newAlertRows() }},
	{setAside, middle, func(*keyTable) tableRows { return newAsideRows() }},
}

// The tables with a path of their own. Those of runs are dear (JSON columns): their rows
// are coalesced and follow the batches, in this order (run_rows.go).
const (
	runVersions = "run_versions"
	runValues   = "run_values"
	runData     = "run_data"
	runFacts    = "run_facts"
	auditTable  = "audit"
	checkpoints = "checkpoints"
	setAside    = "set_aside" // also of actions
	contents    = "contents"
	purges      = "purges"
	doomed      = "doomed"
)

// kept are tables that aren't made from the log alone: a rebuild leaves the live ones.
var kept = []string{purges, doomed}

// Tables lists every table, in the order in which they are created.
func Tables() []string {
	var names []string
	for _, t := range batchTables {
		names = append(names, t.name)
	}
	return append(names, runVersions, runValues, runData, runFacts, auditTable, checkpoints, purges, doomed)
}
