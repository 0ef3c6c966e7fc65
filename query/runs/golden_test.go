package runs

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"runledger/internal/clickhouse"
	"runledger/internal/position"
	"runledger/query/filter"
	"runledger/query/read"
)

var update = flag.Bool("update", false, "write the statements in testdata")

// The statements as they are sent: what people wrote is in the parameters, but for the
// keys of paths.
func TestStatements(t *testing.T) {
	now := time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)
	live := source{project: 7, now: now, grace: read.Grace, home: home}
	edited := live
	edited.edits = true
	past := live
	past.at = read.Moment{Pinned: true, Position: position.Position{Actions: 40, Telemetry: []uint64{10, 20}}}
	typical, err := readSelection(`config.lr >= 0.1 and (tags has "it's" or state in ("finished", "running")) and not summary."a.b" < 18446744073709551615 and created > "-7d"`,
		"50%", false, []string{"summary.loss:desc", "name"}, "")
	if err != nil {
		t.Fatal(err)
	}
	facts, err := readSelection(`name =~ "^sweep-\\d+$"`, "", false, nil, "")
	if err != nil {
		t.Fatal(err)
	}
	alone, err := readSelection(`config.lr in (1, 2.5) and summary.acc > 0.5 and seconds < 60`, "", false, []string{"summary.loss:desc", "number"}, "")
	if err != nil {
		t.Fatal(err)
	}
	list := read.NewRunList([]read.Run{{No: 5, Home: 7}, {No: 9, Home: 7}, {No: 6, Home: 7}})
	hostile := selection{among: &list, filter: mustParse("config.\"`; DROP TABLE run_data; --\".'x' exists and summary.'^a[]' != \"'\"")}
	arch := mustField(t, "config.arch")
	aggregates, err := readAggregates([]Aggregate{{"summary.loss", "mean"}, {"seconds", "max"}})
	if err != nil {
		t.Fatal(err)
	}
	for name, q := range map[string]read.Query{
		"ordered":        live.ordered(typical, nil),
		"ordered-edited": edited.ordered(typical, nil),
		"ordered-past":   past.ordered(typical, nil),
		"ordered-facts":  live.ordered(facts, nil),
		"ordered-alone":  live.ordered(alone, nil),
		"hostile":        live.ordered(hostile, []filter.Field{arch}),
		"grouped":        live.grouped(facts, []filter.Field{arch, mustField(t, "tags")}, aggregates),
		"data":           {SQL: dataStatement(live, texts{config: true, summary: true})},
		"data-past":      {SQL: dataStatement(past, texts{config: true})},
		"keys":           {SQL: keyStatements["config"]},
	} {
		golden(t, name, q)
	}
}

func mustField(t *testing.T, text string) filter.Field {
	f, err := filter.ParseField(text)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func golden(t *testing.T, name string, q read.Query) {
	t.Helper()
	text := q.SQL + "\n" + paramLines(q.Params)
	path := filepath.Join("testdata", name+".sql")
	if *update {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if text != string(want) {
		t.Errorf("%s is otherwise (go test ./query/runs -run TestStatements -update writes it):\n%s", path, text)
	}
}

func paramLines(p clickhouse.Params) string {
	var b strings.Builder
	for _, k := range slices.Sorted(maps.Keys(p)) {
		fmt.Fprintf(&b, "-- %s = %#v\n", k, p[k])
	}
	return b.String()
}
