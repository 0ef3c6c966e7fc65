package load

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
)

// shape computes a value; noise is uniform in [-1, 1).
type shape struct {
	name  string
	value func(metric int, step int64, noise float64) float64
}

// shapes of curves. What trainers log is mostly float32 widened: that compresses
// about twice as well as random float64.
var shapes = []shape{
	{"float32", func(m int, step int64, noise float64) float64 { return float64(float32(decay(m, step, noise))) }},
	{"float64", decay},
	{"random", func(_ int, _ int64, noise float64) float64 { return noise }},
	{"flat", func(m int, _ int64, _ float64) float64 { return float64(m) }},
}

// decay falls like a loss: fast, then slowly, and noisy all the while.
func decay(metric int, step int64, noise float64) float64 {
	base := 1 / (1 + float64(metric))
	return base * (math.Exp(-float64(step)/(200+10*float64(metric))) + 0.05*noise + 0.1)
}

// Shapes lists the names of the shapes of curves.
func Shapes() []string {
	var names []string
	for _, s := range shapes {
		names = append(names, s.name)
	}
	return names
}

func shapeNamed(name string) shape {
	for _, s := range shapes {
		if s.name == name {
			return s
		}
	}
	panic("load: unknown shape " + name) // Options.check has seen it
}

// run is one run's side of the simulation: it makes rows in order of steps.
type run struct {
	id      string
	prefix  string // of the load's ids
	index   int
	step    int64 // next
	startMs int64
	stepMs  float64 // between steps
	lines   int64   // sent so far: the W&B file offset
	seq     uint64  // of the next native request
	keys    []string
	shape   shape
	random  *rand.Rand
}

// row is what one log call says.
type row struct {
	step   int64
	timeMs int64
	values []float64 // one a key of the run
}

// RunID is the id of a load's n-th run.
func RunID(prefix string, n int) string { return fmt.Sprintf("%s-%06d", prefix, n) }

func newRun(o Options, index int) *run {
	stepMs := 100.0
	if o.Rate > 0 {
		stepMs = 1000 / o.Rate
	}
	return &run{
		id: RunID(o.RunPrefix, index), prefix: o.RunPrefix, index: index, step: int64(o.FirstStep), lines: int64(o.FirstStep),
		startMs: o.Start.UnixMilli(), stepMs: stepMs, keys: metricNames(o.Metrics),
		shape: shapeNamed(o.Shape), random: rand.New(rand.NewPCG(o.Seed, uint64(index))),
	}
}

// metricNames are the names that every run has.
func metricNames(n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprintf("metric_%02d", i)
	}
	if n > 0 {
		names[0] = "loss"
	}
	return names
}

// writer is the run's trainer: requests of one trainer are numbered and in order.
func (r *run) writer(t target) string { return t.writer + "-" + strconv.Itoa(r.index) }

func (r *run) nextSeq() uint64 {
	r.seq++
	return r.seq
}

// next makes the row of the next step; its clock is off by up to 100 ms.
func (r *run) next() row {
	out := row{step: r.step, values: make([]float64, len(r.keys))}
	out.timeMs = r.startMs + int64(float64(r.step)*r.stepMs+100*r.random.Float64())
	for m := range out.values {
		out.values[m] = r.shape.value(m, r.step, 2*r.random.Float64()-1)
	}
	r.step++
	return out
}

// rows makes the next n rows.
func (r *run) rows(n int) []row {
	out := make([]row, n)
	for i := range out {
		out[i] = r.next()
	}
	return out
}
