package chart

import (
	"bufio"
	"cmp"
	"context"
	"math"
	"slices"

	"runledger/query/read"
)

// A chart of few points is mostly the overhead of its statements. So of few runs all
// points are fetched in one go, and what the engine would do is done here: the same
// winners, frame, buckets and sums, bit for bit.

// Up to these a chart's points are fetched: reading 50,000 takes the engine about as long
// as one of the other way's four statements. Of a chart that turns out to have more it
// was for nothing, so it's remembered.
const (
	smallRuns   = 32
	smallPoints = 50_000
)

// fetchable: the axis and the aggregates are among those that are done here.
func (p *plan) fetchable() bool {
	return p.list.Len()*len(p.Metrics) <= smallRuns && p.X.Axis == axisStep && len(p.Quantiles) == 0 && !(p.firstRun && p.needs.sum)
}

// stored is a row of table points.
type stored struct {
	metric uint32 // index
	run    uint64
	step   int64
	value  float64
	order  uint64 // place in the log
}

// small fills the chart if it has few points; else it returns false.
func (c *Chart) small(ctx context.Context, r *read.Reader, large *memory[struct{}]) (bool, error) {
	s := source{plan: c.plan, points: read.Points{Keys: c.keys(), Runs: c.list, At: c.At}}
	key := s.key(c.At.Below()) // points only come: what is too much stays so
	if _, is := large.get(key); is {
		return false, nil
	}
	rows, err := s.fetch(ctx, r)
	if err != nil {
		return false, err
	}
	if len(rows) > smallPoints {
		large.put(key, struct{}{})
		return false, nil
	}
	rows = winners(rows)
	e, ok := s.endsOf(rows)
	if !ok {
		return true, nil
	}
	f := wholeFrame(e.lo, e.hi, s.Buckets, s.Full)
	if err := c.checkFrame(f); err != nil {
		return false, err
	}
	c.frame = f
	for i := range rows {
		p := &rows[i]
		rank, _ := slices.BinarySearch(c.list.Nos(), p.run)
		at := place{p.metric*uint32(c.perMetric) + c.seriesOf[rank], f.bucketOf(p.step)}
		c.cells.get(at).addPoint(p.value, p.step, p.run, c.needs)
		if len(c.cells.list) > maxCells {
			return false, tooManyCells()
		}
	}
	return true, nil
}

// fetch reads the points, at most one more than smallPoints.
func (s source) fetch(ctx context.Context, r *read.Reader) ([]stored, error) {
	var rows []stored
	err := r.Ask(ctx, read.Query{SQL: s.fetchSQL(), Params: s.points.Params()}, func(body *bufio.Reader) error {
		in := read.NewRows(body)
		for in.Next() {
			rows = append(rows, stored{metric: in.Uint32(), run: in.Uint64(), step: in.Int64(), value: in.Float64(), order: in.Uint64()})
		}
		return in.Err()
	})
	return rows, err
}

// fetchSQL: metric (index), run, step, value, place in the log.
func (s source) fetchSQL() string {
	p := s.points
	lo, hi := s.bounds()
	p.From, p.To = frame{lo: lo, hi: hi}.steps()
	metric := "toUInt32(0)"
	if len(s.Metrics) > 1 {
		metric = s.metricSQL()
	}
	return "SELECT " + metric + ", run, step, value, " + read.LogOrder + "\nFROM points\n" + p.Where() + "\nLIMIT " + utoa(smallPoints+1) + "\nFORMAT RowBinary"
}

// winners sorts rows by metric, run and step, and leaves the last in the log of each.
func winners(rows []stored) []stored {
	slices.SortFunc(rows, func(a, b stored) int {
		switch {
		case a.metric != b.metric:
			return cmp.Compare(a.metric, b.metric)
		case a.run != b.run:
			return cmp.Compare(a.run, b.run)
		case a.step != b.step:
			return cmp.Compare(a.step, b.step)
		}
		return cmp.Compare(b.order, a.order)
	})
	return slices.CompactFunc(rows, func(a, b stored) bool { return a.metric == b.metric && a.run == b.run && a.step == b.step })
}

// endsOf is the frame's ends: of the data, where the request doesn't say; false: there
// is no data, or nothing between the ends.
func (s source) endsOf(rows []stored) (ends, bool) {
	e, both := s.asked()
	if !both && len(rows) == 0 {
		return e, false
	}
	lo, hi := int64(math.MaxInt64), int64(math.MinInt64)
	for i := range rows {
		lo, hi = min(lo, rows[i].step), max(hi, rows[i].step)
	}
	if s.XRange.min() == nil {
		e.lo = lo
	}
	if s.XRange.max() == nil {
		e.hi = hi
	}
	return e, e.lo <= e.hi
}

// bucketOf is bucket for a whole x within the frame.
func (f frame) bucketOf(x int64) uint64 {
	d := uint64(x) - uint64(f.lo)
	last := f.stride() - 1
	if f.each() {
		return min(d, last)
	}
	return uint64(min(float64(d)*float64(f.n)/f.span(), float64(last)))
}

// addPoint adds one point.
func (c *cell) addPoint(value float64, step int64, run uint64, n needs) {
	class, m := classOf(value)
	at := end{bits: math.Float64bits(value), step: step, run: run}
	c.addPoints(&row{class: class, n: 1, points: 1, sum: [2]uint64{m, 0}, squares: square(m), min: value, max: value, first: at, last: at}, n)
}
