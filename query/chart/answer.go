package chart

import (
	"encoding/json"
	"io"
	"math"
	"strconv"
	"time"

	"runledger/query/read"
)

// The answer is written piece by piece: it may be large. Numbers that JSON lacks are
// the strings "NaN", "Infinity", "-Infinity".

// Head is the answer's beginning.
type Head struct {
	Position string     `json:"position" doc:"What the answer includes at least; with as_of exactly"`
	AsOf     *time.Time `json:"as_of,omitempty" doc:"as_of, where it was given as a time"`
	Pinned   bool       `json:"pinned" doc:"as_of was given: the same request gives the same bytes"`
	Computed Computed   `json:"computed"`
}

// Computed says how.
type Computed struct {
	Mode    string  `json:"mode" enum:"per_run,pooled,each_run" doc:"per_run: mean of each run first; pooled: over all points; each_run: not grouped"`
	Axis    string  `json:"axis"`
	Unit    string  `json:"unit" doc:"step, seconds, or value of the metric"`
	Metric  string  `json:"metric,omitempty" doc:"That is the axis"`
	Buckets uint64  `json:"buckets" doc:"0: a value at each x"`
	Width   float64 `json:"width" doc:"Of a bucket, in units of the axis"`
	Runs    int     `json:"runs" doc:"Of the chart"`
	Total   int     `json:"total" doc:"Runs that match, also those beyond the limit"`
}

// Label is what tells a series.
type Label struct {
	Metric string            `json:"metric"`
	Run    string            `json:"run,omitempty"`
	Name   string            `json:"name,omitempty" doc:"Display name of the run"`
	Number uint64            `json:"number,omitempty" doc:"Of the run"`
	Color  string            `json:"color,omitempty" doc:"Of the run: preset:N or #rrggbb; none: follows from the number"`
	Group  []read.GroupValue `json:"group,omitempty"`
}

func (c *Chart) head() Head {
	h := Head{Position: c.At.Position.String(), Pinned: c.At.Pinned, Computed: Computed{
		Mode: "each_run", Axis: c.X.Axis, Unit: "step", Metric: c.X.Metric, Runs: len(c.set.Runs), Total: c.set.Total,
	}}
	if !c.At.Time.IsZero() {
		h.AsOf = &c.At.Time
	}
	if c.set.Groups != nil {
		h.Computed.Mode = c.Mode
	}
	switch c.X.Axis {
	case axisRelative, axisWall:
		h.Computed.Unit = "seconds"
	case axisMetric:
		h.Computed.Unit = "value"
	}
	if !c.Full && !c.frame.empty {
		h.Computed.Buckets, h.Computed.Width = c.frame.n, c.frame.width()/c.scale()
	}
	return h
}

func (c *Chart) scale() float64 { return source{plan: c.plan}.scale() }

// WriteJSON writes the answer as one object.
func (c *Chart) WriteJSON(w io.Writer) error { return c.write(w, `,"series":[`, ",", "]}\n") }

// WriteNDJSON writes a line with everything but the series, and a line for each series.
func (c *Chart) WriteNDJSON(w io.Writer) error { return c.write(w, "}\n", "\n", "\n") }

func (c *Chart) write(w io.Writer, before, between, after string) error {
	out := &jsonWriter{w: w}
	begin, err := json.Marshal(c.head())
	if err != nil {
		return err
	}
	out.raw(begin[:len(begin)-1])
	if !c.Full {
		out.text(`,"x":`)
		c.writeX(out)
	}
	out.text(before)
	for i, t := range c.tables() {
		if i > 0 {
			out.text(between)
		}
		if err := c.writeSeries(out, i, t); err != nil {
			return err
		}
	}
	if c.series() > 0 || after != between {
		out.text(after)
	}
	return out.flush()
}

// writeX writes the buckets: a point is in the bucket with lo ≤ x < hi; hi of the last
// belongs to it where the axis isn't of whole numbers.
func (c *Chart) writeX(out *jsonWriter) {
	n, scale := c.frame.n, c.scale()
	if c.frame.empty {
		n = 0
	}
	out.floats(`{"lo":`, int(n), func(i int) (float64, bool) { return c.frame.edge(uint64(i)) / scale, true })
	out.floats(`,"hi":`, int(n), func(i int) (float64, bool) { return c.frame.edge(uint64(i)+1) / scale, true })
	inner := 0.0
	if !c.frame.floats {
		inner = 1 // whole numbers: the last is one below hi
	}
	out.floats(`,"centre":`, int(n), func(i int) (float64, bool) {
		lo, hi := c.frame.edge(uint64(i)), c.frame.edge(uint64(i)+1)
		return (lo + (hi-inner-lo)/2) / scale, true
	})
	out.text("}")
}

func (c *Chart) writeSeries(out *jsonWriter, i int, t seriesTable) error {
	metric, run, group := c.label(i)
	l := Label{Metric: metric}
	if run != nil {
		l.Run, l.Name, l.Number, l.Color = run.ID, run.Name, uint64(run.No), run.Color
	}
	if group != nil {
		l.Group = group.Values
	}
	begin, err := json.Marshal(l)
	if err != nil {
		return err
	}
	out.raw(begin[:len(begin)-1])
	n, at := int(c.frame.n), t.dense(c.frame)
	if c.Full {
		n, at = len(t.buckets), func(i int) int { return i }
		c.writeFullX(out, t)
	}
	if c.frame.empty {
		n = 0
	}
	for _, col := range t.columns {
		writeColumn(out, col, n, at)
	}
	if len(t.quantiles) > 0 {
		c.writeQuantiles(out, t, n, at)
	}
	out.text("}")
	return out.err
}

// writeFullX writes where the values are: whole numbers exactly.
func (c *Chart) writeFullX(out *jsonWriter, t seriesTable) {
	if c.frame.floats || c.scale() != 1 {
		out.floats(`,"x":`, len(t.buckets), func(i int) (float64, bool) { return c.frame.x(t.buckets[i]) / c.scale(), true })
		return
	}
	out.text(`,"x":`)
	out.integers(len(t.buckets), func(i int) int64 { return c.frame.lo + int64(t.buckets[i]) })
}

// writeColumn writes an aggregate; at finds a bucket's index, or -1.
func writeColumn(out *jsonWriter, col column, n int, at func(int) int) {
	out.text("," + strconv.Quote(col.name) + ":")
	if col.counts != nil {
		out.counts(n, func(i int) uint64 {
			if i = at(i); i < 0 {
				return 0
			}
			return col.counts[i]
		})
		return
	}
	out.floats("", n, func(i int) (float64, bool) {
		if i = at(i); i < 0 || col.none[i] {
			return 0, false
		}
		return col.values[i], true
	})
}

func (c *Chart) writeQuantiles(out *jsonWriter, t seriesTable, n int, at func(int) int) {
	out.text(`,"quantiles":[`)
	for j, level := range t.quantiles {
		if j > 0 {
			out.text(",")
		}
		out.floats("", n, func(i int) (float64, bool) {
			if i = at(i); i < 0 || t.noLevels[i] {
				return 0, false
			}
			return level[i], true
		})
	}
	out.text("]")
}

// x of a bucket of a full chart.
func (f frame) x(bucket uint64) float64 {
	if f.single {
		return math.Float64frombits(bucket)
	}
	if f.floats {
		return f.flo
	}
	return float64(f.lo + int64(bucket))
}

// dense finds, for each bucket of the frame, its index in t, or -1.
func (t seriesTable) dense(f frame) func(int) int {
	next := 0
	return func(bucket int) int {
		if bucket == 0 {
			next = 0
		}
		for next < len(t.buckets) && t.buckets[next] < uint64(bucket) {
			next++
		}
		if next < len(t.buckets) && t.buckets[next] == uint64(bucket) {
			return next
		}
		return -1
	}
}
