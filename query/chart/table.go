package chart

import (
	"cmp"
	"math"
	"slices"
)

// column is an aggregate of a series, a value a filled bucket; NaN stands for none
// where none is set.
type column struct {
	name   string
	values []float64
	none   []bool // nil: there's always one
	counts []uint64
}

// seriesTable is a series with its filled buckets in the order of the axis.
type seriesTable struct {
	buckets   []uint64
	columns   []column
	quantiles [][]float64 // by level
	noLevels  []bool
}

// tables sorts the cells into the chart's series.
func (c *Chart) tables() []seriesTable {
	type at struct {
		place
		cell int
	}
	order := make([]at, 0, len(c.cells.at))
	for p, i := range c.cells.at {
		order = append(order, at{p, i})
	}
	slices.SortFunc(order, func(a, b at) int {
		if d := cmp.Compare(a.series, b.series); d != 0 {
			return d
		}
		if c.frame.single {
			return cmp.Compare(math.Float64frombits(a.bucket), math.Float64frombits(b.bucket))
		}
		return cmp.Compare(a.bucket, b.bucket)
	})
	out := make([]seriesTable, c.series())
	for series := range out {
		n := 0
		for n < len(order) && order[n].series == uint32(series) {
			n++
		}
		t := seriesTable{buckets: make([]uint64, n)}
		list := make([]*cell, n)
		for i, o := range order[:n] {
			t.buckets[i], list[i] = o.bucket, &c.cells.list[o.cell]
		}
		c.fillTable(&t, list)
		out[series] = t
		order = order[n:]
	}
	return out
}

func (c *Chart) fillTable(t *seriesTable, list []*cell) {
	for _, name := range c.Aggregates {
		t.columns = append(t.columns, aggregate(name, list))
	}
	if c.firstRun && c.needs.sum {
		t.columns = append(t.columns, counts("runs", list, func(c *cell) uint64 { return c.sums.n }))
	}
	if c.Smoothing != nil {
		t.columns = append(t.columns, smoothed(list, c.Smoothing.Weight))
	}
	for _, extra := range []struct {
		name string
		of   func(*cell) uint64
	}{
		{"nan", func(c *cell) uint64 { return c.nan }},
		{"positive_infinity", func(c *cell) uint64 { return c.posInf }},
		{"negative_infinity", func(c *cell) uint64 { return c.neg }},
	} {
		if slices.ContainsFunc(list, func(c *cell) bool { return extra.of(c) > 0 }) {
			t.columns = append(t.columns, counts(extra.name, list, extra.of))
		}
	}
	for i := range c.Quantiles {
		level := make([]float64, len(list))
		t.noLevels = make([]bool, len(list))
		for j, cell := range list {
			if t.noLevels[j] = cell.quantiles == nil; !t.noLevels[j] {
				level[j] = cell.quantiles[i]
			}
		}
		t.quantiles = append(t.quantiles, level)
	}
}

// aggregate computes one column; docs/formulas.md has the formulas.
func aggregate(name string, list []*cell) column {
	switch name {
	case "count":
		return counts(name, list, func(c *cell) uint64 { return c.points })
	case "mean":
		return values(name, list, func(c *cell) (float64, bool) { return meanOf(c) })
	case "variance":
		return values(name, list, func(c *cell) (float64, bool) { return c.variance(), c.sums.n > 1 })
	case "stddev":
		return values(name, list, func(c *cell) (float64, bool) { return math.Sqrt(c.variance()), c.sums.n > 1 })
	case "stderr":
		return values(name, list, func(c *cell) (float64, bool) {
			return math.Sqrt(c.variance()) / math.Sqrt(float64(c.sums.n)), c.sums.n > 1
		})
	case "min":
		return values(name, list, func(c *cell) (float64, bool) { return c.min, c.extremes })
	case "max":
		return values(name, list, func(c *cell) (float64, bool) { return c.max, c.extremes })
	case "first":
		return values(name, list, func(c *cell) (float64, bool) { return math.Float64frombits(c.first.bits), true })
	}
	return values(name, list, func(c *cell) (float64, bool) { return math.Float64frombits(c.last.bits), true })
}

func meanOf(c *cell) (float64, bool) {
	if c.sums.n == 0 {
		return 0, false
	}
	return c.mean(), true
}

func counts(name string, list []*cell, of func(*cell) uint64) column {
	col := column{name: name, counts: make([]uint64, len(list))}
	for i, c := range list {
		col.counts[i] = of(c)
	}
	return col
}

func values(name string, list []*cell, of func(*cell) (float64, bool)) column {
	col := column{name: name, values: make([]float64, len(list)), none: make([]bool, len(list))}
	for i, c := range list {
		v, ok := of(c)
		col.values[i], col.none[i] = v, !ok
	}
	return col
}

// smoothed is the smoothed mean of the buckets that have one.
func smoothed(list []*cell, weight float64) column {
	col := values("smoothed", list, meanOf)
	var means []float64
	for i, v := range col.values {
		if !col.none[i] {
			means = append(means, v)
		}
	}
	means = smooth(means, weight)
	for i := range col.values {
		if !col.none[i] {
			col.values[i], means = means[0], means[1:]
		}
	}
	return col
}
