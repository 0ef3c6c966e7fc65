package runs

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"runledger/query/filter"
)

// Groups and their aggregates are those of the model.
func TestGroupsAreThoseOfTheModel(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	w := newWorld(t)
	w.fill(r, 120)
	w.edit(r)
	for range 40 {
		by := []filter.Field{drawField(r)}
		if r.IntN(2) == 0 {
			by = append(by, drawField(r))
		}
		of := filter.Field{Scope: filter.Summary, Path: []string{pickOne(r, nasty...)}}
		req := &GroupsRequest{Sort: pickOne(r, "", "count:desc", "aggregates[0]:asc", "aggregates[2]:desc")}
		for _, f := range by {
			req.By = append(req.By, f.String())
		}
		for _, fn := range []string{"count", "min", "max", "mean", "median", "sum", "stddev"} {
			req.Aggregates = append(req.Aggregates, Aggregate{Field: of.String(), Fn: fn})
		}
		got, err := w.table.Groups(context.Background(), project, req, w.live())
		if err != nil {
			t.Fatalf("%+v: %v", req, err)
		}
		compareGroups(t, w, by, of, got)
		if t.Failed() {
			return
		}
	}
}

func compareGroups(t *testing.T, w *world, by []filter.Field, of filter.Field, got *Groups) {
	t.Helper()
	total := 0
	for _, g := range got.Groups {
		total += int(g.Count)
		if g.Filter == "" {
			continue
		}
		e, err := filter.Parse(g.Filter)
		if err != nil {
			t.Fatalf("%s: %v", g.Filter, err)
		}
		nos := w.find(e, nil)
		objects := 0 // at a path where objects stand, a run is in the group of those that lack it
		for _, no := range w.find(nil, nil) {
			if slices.ContainsFunc(by, func(f filter.Field) bool { return w.of(w.runs[no], f).kind == 'o' }) {
				objects++
			}
		}
		if n := uint64(len(nos)); n != g.Count && (objects == 0 || !strings.Contains(g.Filter, "missing")) {
			t.Errorf("by %v: %d runs in the group, %d match %s", by, g.Count, n, g.Filter)
		}
		var values []float64
		for _, no := range nos {
			if v := w.of(w.runs[no], of); v.kind == 'n' && !v.nan {
				f := math.Inf(v.inf)
				if v.inf == 0 {
					f, _ = v.num.Float64()
				}
				values = append(values, f)
			}
		}
		if objects > 0 && strings.Contains(g.Filter, "missing") {
			continue
		}
		slices.Sort(values)
		if *g.numbers[0] != float64(len(values)) {
			t.Errorf("by %v of %s: %v, want %v", by, of, *g.numbers[0], values)
		}
		if len(values) > 0 && (*g.numbers[1] != values[0] || *g.numbers[2] != values[len(values)-1]) {
			t.Errorf("by %v of %s: %v to %v, want %v", by, of, *g.numbers[1], *g.numbers[2], values)
		}
	}
	if want := len(w.find(nil, nil)); total != want || got.Matched != want {
		t.Errorf("by %v: %d runs in all groups, %d said, want %d", by, total, got.Matched, want)
	}
}

func TestGroupNumbers(t *testing.T) {
	w := newWorld(t)
	for i, loss := range []string{"1", "2", "3.5", "NaN", `"text"`, "Infinity"} {
		no := w.create("p", created(i))[0]
		w.runs[no].at, w.runs[no].state = w.now, "running"
		w.runs[no].config, w.runs[no].summary = `{"arch":"a/b"}`, `{"loss":`+loss+`}`
		if i == 5 {
			w.runs[no].config = `{"arch":1.0}`
		}
		w.report(no)
	}
	req := &GroupsRequest{By: []string{"config.arch"}}
	for _, fn := range []string{"count", "mean", "sum", "stddev", "median"} {
		req.Aggregates = append(req.Aggregates, Aggregate{Field: "summary.loss", Fn: fn})
	}
	g, err := w.table.Groups(context.Background(), project, req, w.live())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, group := range g.Groups {
		line := group.Filter
		for _, n := range group.Aggregates {
			line += " " + string(n)
		}
		got = append(got, line)
	}
	want := []string{`config.arch = 1 1 "Infinity" "Infinity" null "Infinity"`, `config.arch = "a/b" 3 2.1666666666666665 6.5 1.2583057392117916 2`}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// Grouped by all keys but some, groups are those of charts.
func TestGroupsByAllKeysExcept(t *testing.T) {
	w := newWorld(t)
	for i := range 6 {
		no := w.create("p", created(i))[0]
		w.runs[no].at, w.runs[no].state = w.now, "running"
		w.runs[no].config = []string{`{"lr":1,"seed":1,"data":"a"}`, `{"lr":1,"seed":2,"data":"a"}`, `{"lr":2,"seed":1,"data":"a"}`}[i%3]
		w.runs[no].summary = `{}`
		w.report(no)
	}
	for except, want := range map[string]string{
		"config.seed":           `[config.lr = 1 4][config.lr = 2 2]`,
		"config.seed config.lr": `[ 6]`,
		"config.none":           `[config.lr = 1 and config.seed = 1 2][config.lr = 1 and config.seed = 2 2][config.lr = 2 and config.seed = 1 2]`,
	} {
		g, err := w.table.Groups(context.Background(), project, &GroupsRequest{AllExcept: strings.Fields(except)}, w.live())
		if err != nil {
			t.Fatal(err)
		}
		var got strings.Builder
		for _, group := range g.Groups {
			fmt.Fprintf(&got, "[%s %d]", group.Filter, group.Count)
		}
		if got.String() != want || g.Matched != 6 {
			t.Errorf("except %s: got %s of %d runs, want %s", except, got.String(), g.Matched, want)
		}
	}
}
