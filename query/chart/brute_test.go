package chart

import (
	"encoding/json"
	"math"
	"math/big"
	"slices"

	"runledger/query/read/readtest"
)

// brute answers charts point by point, with rationals instead of clever sums.
type brute struct {
	points  []readtest.Point
	series  func(run uint64) int // -1: not in the chart
	n       int
	perRun  bool
	lo, hi  int64
	buckets uint64
	below   []uint64 // as_of, by partition; nil = now
	levels  []float64
}

type bruteCell struct {
	Count, Runs, NaN, Pos, Neg int
	Mean, Variance             *num
	Min, Max, First, Last      *num
	Quantiles                  []num
}

// num compares by bits, all NaN alike.
type num uint64

func numOf(v float64) *num {
	n := num(math.Float64bits(v))
	if math.IsNaN(v) {
		n = num(math.Float64bits(math.NaN()))
	}
	return &n
}

func (n num) MarshalJSON() ([]byte, error) {
	return appendFloat(nil, math.Float64frombits(uint64(n))), nil
}

// winners are the points that count: by run, the last in the log of each step.
func (b brute) winners(metric string) map[uint64][]readtest.Point {
	type at struct {
		run  uint64
		step int64
	}
	best := map[at]readtest.Point{}
	for _, p := range b.points {
		if p.Key != metric || b.series(p.Run) < 0 || b.below != nil && p.Off >= b.below[p.Part] {
			continue
		}
		k := at{p.Run, p.Step}
		if o, ok := best[k]; !ok || p.Off > o.Off || p.Off == o.Off && p.Idx > o.Idx {
			best[k] = p
		}
	}
	out := map[uint64][]readtest.Point{}
	for k, p := range best {
		out[k.run] = append(out[k.run], p)
	}
	for _, l := range out {
		slices.SortFunc(l, func(a, b readtest.Point) int { return int(a.Step - b.Step) })
	}
	return out
}

func (b brute) bucket(step int64) int {
	f := wholeFrame(b.lo, b.hi, int(b.buckets), false)
	// By the edges, as a reader of the answer would.
	for i := range f.n {
		if float64(step) >= f.edge(i) && float64(step) < f.edge(i+1) {
			return int(i)
		}
	}
	return -1
}

// chart returns the cells of each series.
func (b brute) chart(metric string) [][]*bruteCell {
	f := wholeFrame(b.lo, b.hi, int(b.buckets), false)
	type bag struct {
		all   []readtest.Point
		means []float64
	}
	bags := make([][]bag, b.n)
	for i := range bags {
		bags[i] = make([]bag, f.n)
	}
	winners := b.winners(metric)
	runs := make([]uint64, 0, len(winners))
	for run := range winners {
		runs = append(runs, run)
	}
	slices.Sort(runs)
	for _, run := range runs {
		s := b.series(run)
		own := make([][]float64, f.n)
		for _, p := range winners[run] {
			i := b.bucket(p.Step)
			if i < 0 {
				continue
			}
			bags[s][i].all = append(bags[s][i].all, p)
			if !math.IsNaN(p.Value) && !math.IsInf(p.Value, 0) {
				own[i] = append(own[i], p.Value)
			}
		}
		for i, values := range own {
			if b.perRun && len(values) > 0 {
				bags[s][i].means = append(bags[s][i].means, exactMean(values))
			} else {
				bags[s][i].means = append(bags[s][i].means, values...)
			}
		}
	}
	out := make([][]*bruteCell, b.n)
	for s := range bags {
		for i := range bags[s] {
			out[s] = append(out[s], b.cell(bags[s][i].all, bags[s][i].means))
		}
	}
	return out
}

func (b brute) cell(all []readtest.Point, values []float64) *bruteCell {
	c := &bruteCell{Count: len(all), Runs: len(values)}
	slices.SortFunc(all, func(a, b readtest.Point) int {
		if a.Step != b.Step {
			return int(a.Step - b.Step)
		}
		return int(a.Run) - int(b.Run)
	})
	for _, p := range all {
		switch v := p.Value; {
		case math.IsNaN(v):
			c.NaN++
		case math.IsInf(v, 1):
			c.Pos++
		case math.IsInf(v, -1):
			c.Neg++
		}
		if v := p.Value; !math.IsNaN(v) {
			if c.Min == nil {
				c.Min, c.Max = numOf(v), numOf(v)
			}
			c.Min = numOf(math.Min(v, math.Float64frombits(uint64(*c.Min))))
			c.Max = numOf(math.Max(v, math.Float64frombits(uint64(*c.Max))))
		}
	}
	if len(all) > 0 {
		c.First, c.Last = numOf(all[0].Value), numOf(all[len(all)-1].Value)
	}
	if len(values) > 0 {
		c.Mean = numOf(exactMean(values))
		slices.Sort(values)
		for _, l := range b.levels {
			c.Quantiles = append(c.Quantiles, *numOf(bruteQuantile(values, l)))
		}
	}
	if len(values) > 1 {
		c.Variance = numOf(exactVariance(values))
	}
	return c
}

// bruteQuantile is R-7 in rationals.
func bruteQuantile(sorted []float64, level float64) float64 {
	h := level * float64(len(sorted)-1)
	i := int(h)
	if i+1 >= len(sorted) {
		return sorted[len(sorted)-1] + 0
	}
	lo, hi := new(big.Rat).SetFloat64(sorted[i]), new(big.Rat).SetFloat64(sorted[i+1])
	d := new(big.Rat).Sub(hi, lo)
	v, _ := lo.Add(lo, d.Mul(d, new(big.Rat).SetFloat64(h-math.Floor(h)))).Float64()
	return v + 0
}

// close tells whether two numbers agree to a relative error.
func close(a, b *num, within float64) bool {
	if a == nil || b == nil {
		return a == b
	}
	x, y := math.Float64frombits(uint64(*a)), math.Float64frombits(uint64(*b))
	return x == y || math.Abs(x-y) <= within*max(math.Abs(x), math.Abs(y)) || *a == *b
}

func jsonOf(v any) string { b, _ := json.Marshal(v); return string(b) }
