package chart

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"runledger/query/read"
	"runledger/query/read/readtest"
)

// xOf finds a winner's place on an axis; false: it isn't on it.
type xOf func(p readtest.Point) (float64, bool)

// byEdges puts the values of each series into the answer's own buckets.
func byEdges(d *dataset, metric string, groups int, x xOf, lo, hi []float64, closed bool) [][][]float64 {
	b := brute{points: d.points, series: func(uint64) int { return 0 }}
	out := make([][][]float64, groups)
	for i := range out {
		out[i] = make([][]float64, len(lo))
	}
	for run, points := range b.winners(metric) {
		g := slices.Index(d.runs, run) % groups
		for _, p := range points {
			at, ok := x(p)
			for i := range lo {
				last := closed && i == len(lo)-1 && at == hi[i]
				if ok && at >= lo[i] && (at < hi[i] || last) {
					out[g][i] = append(out[g][i], p.Value)
				}
			}
		}
	}
	return out
}

func TestAxes(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 2))
	x := readtest.New(t)
	d := draw(r, 9, 50, shapes["float32"], false)
	d.insert(r, x)
	first := map[uint64]int64{}
	for _, p := range d.points {
		if o, ok := first[p.Run]; !ok || p.Time < o {
			first[p.Run] = p.Time
		}
	}
	for no, ms := range first {
		if no == d.runs[0] {
			continue // has no row yet: its points tell
		}
		x.Exec(fmt.Sprintf("INSERT INTO run_data (home, run, off, first_time) VALUES (%d, %d, 1, fromUnixTimestamp64Milli(%d))", 1+(no-10)/3%2, no, ms))
	}
	other := "acc.x/y '\\"
	partner := map[[2]int64]float64{}
	for run, points := range (brute{points: d.points, series: func(uint64) int { return 0 }}).winners(other) {
		for _, p := range points {
			partner[[2]int64{int64(run), p.Step}] = p.Value
		}
	}
	axes := map[X]xOf{
		{Axis: axisStep}:     func(p readtest.Point) (float64, bool) { return float64(p.Step), true },
		{Axis: axisWall}:     func(p readtest.Point) (float64, bool) { return float64(p.Time) / 1000, true },
		{Axis: axisRelative}: func(p readtest.Point) (float64, bool) { return float64(p.Time-first[p.Run]) / 1000, true },
		{Axis: axisMetric, Metric: other}: func(p readtest.Point) (float64, bool) {
			v, ok := partner[[2]int64{int64(p.Run), p.Step}]
			return v, ok
		},
	}
	for axis, of := range axes {
		for _, mode := range []string{pooled, perRun} {
			for _, buckets := range []int{1, 7, 300} {
				request := Request{Metrics: []string{"loss"}, X: axis, Mode: mode, Buckets: buckets, Aggregates: []string{"count", "mean"}}
				_, body := makeChart(t, x, d.set(3), request, read.Moment{})
				compareAxis(t, fmt.Sprintf("%v %s %d", axis, mode, buckets), body, d, of, axis.Axis == axisMetric, mode)
			}
		}
	}
}

func compareAxis(t *testing.T, name string, body []byte, d *dataset, of xOf, closed bool, mode string) {
	t.Helper()
	var got decoded
	if err := json.Unmarshal(body, &got); err != nil {
		t.Fatal(err)
	}
	total := 0
	for g, buckets := range byEdges(d, "loss", 3, of, got.X.Lo, got.X.Hi, closed) {
		for i, want := range buckets {
			total += len(want)
			if n := countAt(got.Series[g], "count", i); n != len(want) {
				t.Fatalf("%s: series %d bucket %d (%v to %v) has %d points, want %d", name, g, i, got.X.Lo[i], got.X.Hi[i], n, len(want))
			}
			if len(want) > 0 && mode == pooled && !close(at(got.Series[g], "mean", i), numOf(exactMean(want)), 0) {
				t.Fatalf("%s: series %d bucket %d: mean %s, want %v", name, g, i, jsonOf(at(got.Series[g], "mean", i)), exactMean(want))
			}
		}
	}
	if total == 0 {
		t.Fatalf("%s: no points", name)
	}
}

func TestFullResolution(t *testing.T) {
	x := readtest.New(t)
	x.Insert(
		readtest.Point{Home: 1, Key: "loss", Run: 10, Step: -1 << 40, Value: 1, Off: 1},
		readtest.Point{Home: 1, Key: "loss", Run: 10, Step: 5, Value: 2, Off: 2},
		readtest.Point{Home: 1, Key: "loss", Run: 11, Step: 5, Value: 4, Off: 3},
		readtest.Point{Home: 1, Key: "x", Run: 10, Step: 5, Value: -0.5, Off: 3},
		readtest.Point{Home: 1, Key: "x", Run: 11, Step: 5, Value: -2, Off: 3},
		readtest.Point{Home: 1, Key: "x", Run: 11, Step: 6, Value: math.NaN(), Off: 3},
		readtest.Point{Home: 1, Key: "loss", Run: 11, Step: 6, Value: 4, Off: 3},
	)
	set := benchSet(10, 2, 1, 1)
	for _, c := range []struct {
		r    Request
		want string
	}{
		{Request{Metrics: []string{"loss"}, Full: true, Aggregates: []string{"mean", "count"}},
			`"x":[-1099511627776,5,6],"mean":[1,3,4],"count":[1,2,1],"runs":[1,2,1]`},
		{Request{Metrics: []string{"loss"}, Full: true, Aggregates: []string{"mean"}, X: X{axisMetric, "x"}, Quantiles: []float64{0.5}},
			`"x":[-2,-0.5],"mean":[4,2],"runs":[1,1],"quantiles":[[4,2]]`},
		{Request{Metrics: []string{"loss"}, Full: true, Aggregates: []string{"last"}, X: X{axisMetric, "x"}, Mode: pooled},
			`"x":[-2,-0.5],"last":[4,2]`},
	} {
		if _, body := makeChart(t, x, set, c.r, read.Moment{}); !bytes.Contains(body, []byte(c.want)) {
			t.Errorf("%s\nwant %s", body, c.want)
		}
	}
	x.Insert(readtest.Point{Home: 1, Key: "loss", Run: 10, Step: math.MinInt64, Value: 1, Off: 1}, readtest.Point{Home: 1, Key: "loss", Run: 10, Step: math.MaxInt64, Value: 7, Off: 9})
	_, body := makeChart(t, x, set, Request{Metrics: []string{"loss"}, Buckets: 2, Aggregates: []string{"count", "last"}}, read.Moment{})
	if !bytes.Contains(body, []byte(`"count":[2,4],"last":[1,7]`)) {
		t.Errorf("the whole range of steps: %s", body)
	}
	r := Request{Metrics: []string{"loss"}, Full: true}
	if _, err := New(Deps{Reader: x.Reader, RunSets: fixedSet{set}}).Make(context.Background(), nil, &r, read.Moment{}); err == nil {
		t.Error("a value at each of 2^64 steps")
	}
	r = Request{Metrics: []string{"loss"}, Full: true, Aggregates: []string{"last"}, XRange: &Range{Min: &Bound{f: math.MaxInt64, i: math.MaxInt64 - 2, exact: true}}}
	if _, body := makeChart(t, x, set, r, read.Moment{}); !bytes.Contains(body, []byte(`"x":[9223372036854775807],"last":[7]`)) {
		t.Errorf("the last step there is: %s", body)
	}
}

func TestNothingToShow(t *testing.T) {
	x := readtest.New(t)
	for _, set := range []read.RunSet{{}, benchSet(1, 2, 0, 1), benchSet(1, 2, 1, 1)} {
		for _, axis := range []X{{Axis: axisStep}, {Axis: axisRelative}, {Axis: axisMetric, Metric: "no"}} {
			_, body := makeChart(t, x, set, Request{Metrics: []string{"none"}, X: axis, Quantiles: []float64{0.5}}, read.Moment{})
			if !bytes.Contains(body, []byte(`"x":{"lo":[],"hi":[],"centre":[]}`)) {
				t.Errorf("%s", body)
			}
		}
	}
	half := &Range{Min: &Bound{f: 0.2}, Max: &Bound{f: 0.7}}
	makeChart(t, x, benchSet(1, 2, 1, 1), Request{Metrics: []string{"none"}, XRange: half}, read.Moment{})
}

// TestRelativeTimeHasNoGaps: a run that went on an hour after its end.
func TestRelativeTimeHasNoGaps(t *testing.T) {
	x := readtest.New(t)
	const first = 1_700_000_000_000
	for i, ms := range []int64{0, 1000, 3_600_000, 3_601_000} {
		x.Insert(readtest.Point{Home: 1, Key: "loss", Run: 1, Step: int64(i), Value: 1, Time: first + ms, Off: uint64(i)},
			readtest.Point{Home: 1, Key: "loss", Run: 2, Step: int64(i), Value: 1, Time: first + ms, Off: uint64(i)})
	}
	at := func(ms int) string { return fmt.Sprintf("fromUnixTimestamp64Milli(%d)", first+5000+ms) } // the log's clock is 5 s ahead
	x.Exec("INSERT INTO run_versions (home, run, off, at, seconds) VALUES (1, 1, 0, " + at(0) + ", 0), (1, 1, 1, " + at(1000) + ", 1), (1, 1, 2, " + at(3_600_000) + ", 1)")
	x.Exec("INSERT INTO run_data (home, run, off, first_time, first_at, at, seconds) VALUES (1, 1, 3, fromUnixTimestamp64Milli(1700000000000), " + at(0) + ", " + at(3_601_000) + ", 2), " +
		"(1, 2, 3, fromUnixTimestamp64Milli(1700000000000), " + at(0) + ", " + at(3_601_000) + ", 3601)")
	_, body := makeChart(t, x, benchSet(1, 2, 0, 1), Request{Metrics: []string{"loss"}, X: X{Axis: axisRelative}, Full: true, Aggregates: []string{"count"}}, read.Moment{})
	if want := `"x":[0,1,2],"count":[1,2,1]`; !bytes.Contains(body, []byte(want)) {
		t.Errorf("%s\nwant %s", body, want)
	}
	if want := `"x":[0,1,3600,3601]`; !bytes.Contains(body, []byte(want)) {
		t.Errorf("a run without a gap: %s\nwant %s", body, want)
	}
}
