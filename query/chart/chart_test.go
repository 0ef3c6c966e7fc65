package chart

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"testing"

	"runledger/catalog"
	"runledger/internal/position"
	"runledger/query/read"
	"runledger/query/read/readtest"
)

// fixedSet is a run set as the test wants it.
type fixedSet struct{ set read.RunSet }

func (f fixedSet) RunSet(context.Context, *catalog.Project, read.Selection, read.Grouping, read.Moment) (*read.RunSet, error) {
	return &f.set, nil
}

// make answers a request and decodes the answer.
func makeChart(t *testing.T, x *readtest.Tables, set read.RunSet, r Request, at read.Moment) (*Chart, []byte) {
	t.Helper()
	charts := New(Deps{Reader: x.Reader, RunSets: fixedSet{set}})
	few := r
	few.Quantiles = nil
	_, fetched := makeWith(t, charts, few, at)
	charts.fetch = false
	if _, same := makeWith(t, charts, few, at); !bytes.Equal(fetched.Bytes(), same.Bytes()) {
		t.Fatalf("%+v: fetched\n%sby the engine\n%s", few, fetched.Bytes(), same.Bytes())
	}
	c, b := makeWith(t, charts, r, at)
	if !json.Valid(b.Bytes()) {
		t.Fatalf("not JSON: %s", b.Bytes())
	}
	var lines bytes.Buffer
	if err := c.WriteNDJSON(&lines); err != nil {
		t.Fatal(err)
	}
	for line := range bytes.Lines(lines.Bytes()) {
		if len(line) > 1 && !json.Valid(line) {
			t.Fatalf("not JSON: %s", line)
		}
	}
	return c, b.Bytes()
}

func makeWith(t *testing.T, charts *Charts, r Request, at read.Moment) (*Chart, bytes.Buffer) {
	t.Helper()
	c, err := charts.Make(context.Background(), nil, &r, at)
	if err != nil {
		t.Fatalf("%+v: %v", r, err)
	}
	var b bytes.Buffer
	if err := c.WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	return c, b
}

// decoded is the answer as a client sees it.
type decoded struct {
	X struct {
		Lo, Hi, Centre []float64
	}
	Series []map[string]json.RawMessage
}

// dataset draws points: runs with gaps, several metrics, non-finite values, rewritten
// series; inserted as several parts.
type dataset struct {
	points    []readtest.Point
	rewritten map[uint64]bool
	runs      []uint64
	steps     int
}

func draw(r *rand.Rand, runs, steps int, value func(*rand.Rand) float64, special bool) *dataset {
	d := &dataset{rewritten: map[uint64]bool{}, steps: steps}
	off := make([]uint64, 4)
	for i := range runs {
		no := uint64(10 + 3*i)
		d.runs = append(d.runs, no)
		part := uint16(no % 4)
		for _, key := range []string{"loss", "acc.x/y '\\"} {
			add := func(step int64) {
				v := value(r)
				if special && r.IntN(40) == 0 {
					v = []float64{math.NaN(), math.Inf(1), math.Inf(-1), math.Copysign(0, -1), 0, 1e300, 5e-324}[r.IntN(7)]
				}
				d.points = append(d.points, readtest.Point{Home: uint32(1 + i%2), Key: key, Run: no, Step: step, Value: v,
					Time: 1_700_000_000_000 + step*1000 + int64(r.IntN(300)), Part: part, Off: off[part], Idx: uint32(r.IntN(3))})
				off[part]++
			}
			for step := range int64(steps) {
				if r.IntN(5) > 0 {
					add(step - 7)
				}
			}
			if i%3 == 0 {
				d.rewritten[no] = true
				for range steps / 4 {
					add(int64(5+r.IntN(steps/2)) - 7)
				}
			}
		}
	}
	return d
}

func (d *dataset) insert(r *rand.Rand, x *readtest.Tables) {
	for no := range d.rewritten {
		for _, key := range []string{"loss", "acc.x/y '\\"} {
			again := readtest.Point{Home: uint32(1 + (no-10)/3%2), Key: key, Run: no, Step: -2} // draw's range
			last := again
			last.Step, last.Off = int64(d.steps/2)-3, 1
			x.Rewrite(again, last)
		}
	}
	points := append([]readtest.Point(nil), d.points...)
	r.Shuffle(len(points), func(i, j int) { points[i], points[j] = points[j], points[i] })
	for i := range 5 {
		x.Insert(points[i*len(points)/5 : (i+1)*len(points)/5]...)
	}
}

func (d *dataset) set(groups int) read.RunSet {
	var set read.RunSet
	for i, no := range d.runs {
		run := read.Run{No: catalog.RunNo(no), Home: catalog.ProjectNo(1 + i%2), ID: "run-" + strconv.Itoa(i)}
		if groups > 0 {
			run.Group = i % groups
		}
		set.Runs = append(set.Runs, run)
	}
	for g := range groups {
		set.Groups = append(set.Groups, read.Group{Values: []read.GroupValue{{Key: "config.g", Value: g}}})
	}
	return set
}

var everything = []string{"mean", "min", "max", "first", "last", "variance", "stddev", "stderr", "count"}

func TestChartsAgreeWithBruteForce(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	for i, shape := range []string{"normal", "offset", "float32", "tiny", "any", "positive"} {
		for _, special := range []bool{false, true} {
			if special == ((uint64(i)+seed)%2 == 0) {
				continue // the other half comes with other seeds
			}
			t.Run(fmt.Sprintf("%s special=%v", shape, special), func(t *testing.T) {
				r := rand.New(rand.NewPCG(seed, 1))
				x := readtest.New(t)
				d := draw(r, 12, 60, shapes[shape], special)
				d.insert(r, x)
				for _, c := range []struct {
					groups  int
					mode    string
					buckets int
					from    int64
					to      int64
				}{{0, pooled, 10, -7, 52}, {3, pooled, 7, -7, 52}, {3, perRun, 7, -7, 52}, {1, perRun, 1, -7, 52}, {2, perRun, 1000, -7, 52}, {3, perRun, 5, 3, 29}} {
					compareCharts(t, x, d, c.groups, c.mode, c.buckets, c.from, c.to, nil)
				}
				var below []uint64
				for range 4 {
					below = append(below, uint64(r.IntN(len(d.points)/5)))
				}
				compareCharts(t, x, d, 3, perRun, 9, -7, 52, below)
				compareCharts(t, x, d, 3, pooled, 9, -7, 52, below)
			})
		}
	}
}

func compareCharts(t *testing.T, x *readtest.Tables, d *dataset, groups int, mode string, buckets int, lo, hi int64, below []uint64) {
	t.Helper()
	set := d.set(groups)
	rank := map[uint64]int{}
	for i, no := range d.runs {
		rank[no] = i
	}
	b := brute{points: d.points, perRun: groups > 0 && mode == perRun, lo: lo, hi: hi, buckets: uint64(buckets), below: below,
		levels: []float64{0, 0.05, 0.5, 1}, n: len(d.runs)}
	b.series = func(run uint64) int { return rank[run] }
	if groups > 0 {
		b.n, b.series = groups, func(run uint64) int { return rank[run] % groups }
	}
	metrics := []string{"loss", "acc.x/y '\\"}
	at := read.Moment{}
	if below != nil {
		at = read.Moment{Pinned: true, Position: position.Position{Telemetry: below}}
	}
	r := Request{Metrics: metrics, Buckets: buckets, Aggregates: everything, Mode: mode, Quantiles: b.levels}
	r.XRange = &Range{Min: &Bound{f: float64(lo), i: lo, exact: true}, Max: &Bound{f: float64(hi), i: hi, exact: true}}
	_, body := makeChart(t, x, set, r, at)
	var got decoded
	if err := json.Unmarshal(body, &got); err != nil {
		t.Fatal(err)
	}
	for m, metric := range metrics {
		for s, want := range b.chart(metric) {
			compareSeries(t, fmt.Sprintf("%d groups %s %d buckets as_of %v %s series %d", groups, mode, buckets, below, metric, s),
				got.Series[m*b.n+s], want, b)
			if t.Failed() {
				t.FailNow()
			}
		}
	}
}

func compareSeries(t *testing.T, name string, got map[string]json.RawMessage, want []*bruteCell, b brute) {
	t.Helper()
	for i, w := range want {
		exact := map[string]*num{"min": w.Min, "max": w.Max, "first": w.First, "last": w.Last}
		for a, v := range exact {
			if g := at(got, a, i); !close(g, v, 0) {
				t.Errorf("%s bucket %d: %s = %s, want %s", name, i, a, jsonOf(g), jsonOf(v))
			}
		}
		for a, v := range map[string]int{"count": w.Count, "nan": w.NaN, "positive_infinity": w.Pos, "negative_infinity": w.Neg, "runs": w.Runs} {
			if a == "runs" && !b.perRun {
				continue
			}
			if g := countAt(got, a, i); g != v {
				t.Errorf("%s bucket %d: %s = %d, want %d", name, i, a, g, v)
			}
		}
		near := map[string]*num{"mean": w.Mean, "variance": w.Variance}
		if w.Variance != nil {
			near["stddev"] = numOf(math.Sqrt(math.Float64frombits(uint64(*w.Variance))))
			near["stderr"] = numOf(math.Float64frombits(uint64(*near["stddev"])) / math.Sqrt(float64(w.Runs)))
		}
		for a, v := range near {
			if g := at(got, a, i); !close(g, v, 0) { // exact: rounded once
				t.Errorf("%s bucket %d: %s = %s, want %s", name, i, a, jsonOf(g), jsonOf(v))
			}
		}
		for l, v := range w.Quantiles {
			var levels [][]json.RawMessage
			if err := json.Unmarshal(got["quantiles"], &levels); err != nil {
				t.Fatal(err)
			}
			if g := number(levels[l][i]); !close(g, &v, 1e-9) {
				t.Errorf("%s bucket %d: quantile %v = %s, want %s", name, i, b.levels[l], jsonOf(g), jsonOf(v))
			}
		}
	}
}

func at(series map[string]json.RawMessage, column string, i int) *num {
	var list []json.RawMessage
	if json.Unmarshal(series[column], &list) != nil || i >= len(list) {
		return nil
	}
	return number(list[i])
}

func number(b json.RawMessage) *num {
	switch string(b) {
	case "null":
		return nil
	case `"NaN"`:
		return numOf(math.NaN())
	case `"Infinity"`:
		return numOf(math.Inf(1))
	case `"-Infinity"`:
		return numOf(math.Inf(-1))
	}
	v, err := strconv.ParseFloat(string(b), 64)
	if err != nil {
		panic(err)
	}
	return numOf(v)
}

func countAt(series map[string]json.RawMessage, column string, i int) int {
	var list []int
	if series[column] == nil {
		return 0 // left out where all are 0
	}
	if err := json.Unmarshal(series[column], &list); err != nil {
		panic(err)
	}
	return list[i]
}
