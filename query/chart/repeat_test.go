package chart

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"runledger/query/read"
	"runledger/query/read/readtest"
)

// TestSameBytes: a chart is the same on every repetition (the engine compiles an
// expression once it has seen it three times, and shares the work between threads
// differently each time), and after parts were merged.
func TestSameBytes(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 3))
	x := readtest.New(t)
	d := draw(r, 40, 400, shapes["normal"], true)
	d.insert(r, x)
	requests := map[string]Request{}
	for _, mode := range []string{pooled, perRun} {
		requests[mode] = Request{Metrics: []string{"loss", "acc.x/y '\\"}, Mode: mode, Buckets: 11, Aggregates: everything, Quantiles: []float64{0.1, 0.5}, Smoothing: &Smoothing{"ema", 0.6}}
	}
	requests["metric"] = Request{Metrics: []string{"loss"}, X: X{axisMetric, "acc.x/y '\\"}, Aggregates: everything}
	requests["relative"] = Request{Metrics: []string{"loss"}, X: X{Axis: axisRelative}, Aggregates: everything}
	first := map[string][]byte{}
	check := func(when string) {
		for name, request := range requests {
			for _, groups := range []int{0, 3} {
				_, body := makeChart(t, x, d.set(groups), request, read.Moment{})
				key := fmt.Sprintf("%s %d groups", name, groups)
				if first[key] == nil {
					first[key] = body
				}
				if !bytes.Equal(first[key], body) {
					t.Fatalf("%s, %s:\n%s\nwas\n%s", key, when, body, first[key])
				}
			}
		}
	}
	for i := range 6 {
		check(fmt.Sprint("repetition ", i))
	}
	x.Exec("OPTIMIZE TABLE points FINAL") // in tests only
	check("after a merge of everything")
}

// TestRewritingMeanwhile: while steps are logged again, a chart never counts one twice
// and never loses one.
func TestRewritingMeanwhile(t *testing.T) {
	x := readtest.New(t)
	const runs, steps = 50, 200
	var points []readtest.Point
	for run := range uint64(runs) {
		for step := range int64(steps) {
			points = append(points, readtest.Point{Home: 1, Key: "loss", Run: 1 + run, Step: step, Value: 1, Off: uint64(step)})
		}
	}
	x.Insert(points...)
	ctx, cancel := context.WithCancel(context.Background())
	var owner sync.WaitGroup
	owner.Go(func() {
		for i := uint64(0); ctx.Err() == nil && i < 2000; i++ {
			p := readtest.Point{Home: 1, Key: "loss", Run: 1 + i%runs, Step: int64(i*7) % steps, Value: 1, Off: 1000 + i}
			x.Rewrite(p)
			x.Insert(p)
		}
	})
	for i := range 15 {
		for _, mode := range []string{pooled, perRun} {
			c, _ := makeChart(t, x, benchSet(1, runs, 1, 1), Request{Metrics: []string{"loss"}, Mode: mode, Buckets: 4}, read.Moment{})
			for _, cell := range c.cells.list {
				if cell.points != runs*steps/4 || cell.mean() != 1 {
					t.Errorf("chart %d, %s: %d points, want %d", i, mode, cell.points, runs*steps/4)
				}
			}
		}
	}
	cancel()
	owner.Wait()
}

// TestManyMisfits: values that the quick sums can't take are added up all the same.
func TestManyMisfits(t *testing.T) {
	x := readtest.New(t)
	x.Exec("INSERT INTO points (home, key, run, step, value, off) SELECT 1, 'tiny', 1 + intDiv(number, 500), number % 500, (number % 500 + 1) * 1.1e-30, 1 FROM numbers(1000000)")
	c, _ := makeChart(t, x, benchSet(1, 2000, 2, 1), Request{Metrics: []string{"tiny"}, Buckets: 250, Aggregates: []string{"mean", "count", "stddev"}}, read.Moment{})
	if len(c.cells.list) != 500 {
		t.Fatalf("%d cells", len(c.cells.list))
	}
	for p, i := range c.cells.at {
		first := float64(2*p.bucket+1) * 1.1e-30
		want := exactMean([]float64{first, float64(2*p.bucket+2) * 1.1e-30})
		if cell := &c.cells.list[i]; cell.points != 2000 || cell.sums.n != 1000 || cell.mean() != want || cell.variance() != 0 {
			t.Fatalf("%v: %d points, mean %v, want %v, variance %v", p, cell.points, cell.mean(), want, cell.variance())
		}
	}
}

func TestSmoothingIsTensorBoards(t *testing.T) {
	// Computed with TensorBoard's formula in Python: last = last·w + (1−w)·v, last/(1−w^n).
	got := smooth([]float64{1, 2, 4, 3}, 0.5)
	want := []float64{1, 1.6666666666666667, 3, 3}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%v, want %v", got, want)
		}
	}
	if got := smooth([]float64{0.1, 0.1, 0.1}, 0.9); got[0] != 0.1 || got[2] != 0.1 {
		t.Errorf("a constant series became %v", got)
	}
}
