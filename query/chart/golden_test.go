package chart

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"runledger/catalog"
	"runledger/internal/position"
	"runledger/query/read"
)

var update = flag.Bool("update", false, "write the golden files anew")

// goldenRequests are the shapes of statement that a reviewer should see.
var goldenRequests = []struct {
	name      string
	r         Request
	groups    int
	runs      []int
	rewritten []int
	asOf      []uint64
}{
	{name: "one_run", r: Request{Metrics: []string{"loss"}}, runs: []int{20001}},
	{name: "pooled", r: Request{Metrics: []string{"loss"}, Mode: pooled, Aggregates: []string{"mean", "min", "max", "stddev"}, Quantiles: []float64{0.05, 0.5}}, groups: 2, runs: []int{1, 2, 3, 4}},
	{name: "per_run", r: Request{Metrics: []string{"loss"}, Aggregates: []string{"mean", "min", "max", "stddev", "last"}, Quantiles: []float64{0.5}}, groups: 2, runs: []int{1, 2, 3, 9}},
	{name: "rewritten_as_of", r: Request{Metrics: []string{"loss", "acc"}, Mode: pooled}, groups: 2, runs: []int{1, 4000, 7000, 90001, 5}, rewritten: []int{4000}, asOf: []uint64{7, 0, 12}},
	{name: "xmetric", r: Request{Metrics: []string{"loss"}, X: X{Axis: axisMetric, Metric: "epoch"}}, groups: 1, runs: []int{1, 2}},
	{name: "relative", r: Request{Metrics: []string{"loss"}, X: X{Axis: axisRelative}}, runs: []int{1, 2}},
	{name: "full", r: Request{Metrics: []string{"loss"}, Full: true}, runs: []int{1}},
}

func TestStatements(t *testing.T) {
	for _, g := range goldenRequests {
		t.Run(g.name, func(t *testing.T) {
			compareGolden(t, g.name, statements(t, g.r, g.groups, g.runs, g.rewritten, g.asOf))
		})
	}
}

func statements(t *testing.T, r Request, groups int, runs, rewritten []int, asOf []uint64) string {
	t.Helper()
	if err := r.complete(); err != nil {
		t.Fatal(err)
	}
	set := &read.RunSet{}
	var again []read.Run
	for i, no := range runs {
		run := read.Run{No: catalog.RunNo(no), Home: 3, Group: i % max(groups, 1)}
		set.Runs = append(set.Runs, run)
		if slices.Contains(rewritten, no) {
			again = append(again, run)
		}
	}
	for range groups {
		set.Groups = append(set.Groups, read.Group{})
	}
	p := newPlan(&r, set)
	at := read.Moment{Pinned: asOf != nil, Position: position.Position{Telemetry: asOf}}
	s := source{plan: p, points: read.Points{Keys: p.keys(), Runs: p.list, At: at, Rewritten: read.Rewritten{Runs: read.NewRunList(again), From: 10, To: 20}}}
	if r.X.Axis == axisRelative {
		s.origins = []origin{{first: 1000}, {first: 2000, gaps: []gap{{after: 5000, lost: 700}}}}
	}
	f, bounds := wholeFrame(0, 999, r.Buckets, r.Full), frame{lo: -1 << 63, hi: 1<<63 - 1}
	if r.X.Axis == axisMetric {
		f, bounds = floatFrame(0.5, 2, r.Buckets, r.Full), frame{floats: true, flo: -1e308, fhi: 1e308}
	}
	var out strings.Builder
	write := func(name, sql string, params any) { fmt.Fprintf(&out, "-- %s\n-- %v\n%s\n\n", name, params, sql) }
	write("extent", s.extentSQL(bounds), s.params(bounds))
	if p.firstRun {
		write("per run", s.perRunSQL(f), s.query("", f).Params)
	} else {
		write("pooled", s.pooledSQL(f), s.query("", f).Params)
	}
	switch {
	case len(r.Quantiles) > 0 && p.firstRun:
		write("means of runs for quantiles", s.perRunQuantilesSQL(f), nil)
	case len(r.Quantiles) > 0:
		write("quantiles", s.pooledQuantilesSQL(f), nil)
	}
	return out.String()
}

func compareGolden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".sql")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		t.Errorf("%s isn't what the code makes now; go test -update, then read the diff\n%s", path, got)
	}
}
