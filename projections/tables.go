package projections

// stage is when a table is inserted within a batch.
type stage int

const (
	early  stage = iota // before the points: which series need care when read
	middle              // what was logged
	late                // after all others: its off says that they hold everything up to it
)

// table is one line of the list of tables made from telemetry.
type table struct {
	name  string
	stage stage
	rows  func(*keyTable) tableRows
}

// telemetryTables in the order in which a batch is inserted. run_values and run_data
// are apart: their rows are coalesced (run_data.go).
var telemetryTables = []table{
	{"rewritten", early, func(k *keyTable) tableRows { return newRewrittenRows(k) }},
	{"series", early, func(k *keyTable) tableRows { return newSeriesRows(k) }},
	{"points", middle, func(k *keyTable) tableRows { return newPointRows(k) }},
	{"rows", middle, func(*keyTable) tableRows { return newValueRows() }},
	{"console", middle, func(*keyTable) tableRows { return newConsoleRows() }},
	{"system", middle, func(*keyTable) tableRows { return newSystemRows() }},
	{"files", middle, func(*keyTable) tableRows { return newFileRows() }},
	{"alerts", middle, func(*keyTable) tableRows { return newAlertRows() }},
	{setAside, middle, func(*keyTable) tableRows { return newAsideRows() }},
	{"run_versions", late, func(k *keyTable) tableRows { return newVersionRows(k) }},
}

// The tables with a path of their own.
const (
	setAside    = "set_aside" // also of actions
	runValues   = "run_values"
	runData     = "run_data"
	runFacts    = "run_facts"
	auditTable  = "audit"
	checkpoints = "checkpoints"
)

// Tables lists every table, in the order in which they are created.
func Tables() []string {
	var names []string
	for _, t := range telemetryTables {
		names = append(names, t.name)
	}
	return append(names, runValues, runData, runFacts, auditTable, checkpoints)
}
