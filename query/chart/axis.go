package chart

import (
	"bufio"
	"context"
	"math"
	"strings"

	"runledger/internal/clickhouse"
	"runledger/query/read"
)

// source is the points of a chart with their place on the axis.
type source struct {
	*plan
	points  read.Points // of the metrics; on axisMetric also of the axis
	origins []origin    // axisRelative: of each run of list
}

// x is the expression of a point's place: Int64, on axisMetric Float64.
func (s source) x() string {
	switch s.X.Axis {
	case axisRelative:
		return s.relative("toUnixTimestamp64Milli(time)")
	case axisWall:
		return "toUnixTimestamp64Milli(time)"
	case axisMetric:
		return "x"
	}
	return "step"
}

// scale is how many units of x are one of the axis: times are ms here, s outside.
func (s source) scale() float64 {
	if s.X.Axis == axisRelative || s.X.Axis == axisWall {
		return 1000
	}
	return 1
}

// bounds are the asked-for ends of an axis of whole numbers.
func (s source) bounds() (lo, hi int64) {
	lo, hi = math.MinInt64, math.MaxInt64
	if r := s.XRange; r != nil {
		if r.Min != nil {
			lo = whole(r.Min, s.scale(), true)
		}
		if r.Max != nil {
			hi = whole(r.Max, s.scale(), false)
		}
	}
	return lo, hi
}

// floatBounds are the asked-for ends of an axis of any numbers.
func (s source) floatBounds() (lo, hi float64) {
	lo, hi = -math.MaxFloat64, math.MaxFloat64
	if r := s.XRange; r != nil {
		if r.Min != nil {
			lo = r.Min.f
		}
		if r.Max != nil {
			hi = r.Max.f
		}
	}
	return lo, hi
}

// rows is the SELECT of run, step, value, with several metrics key, and what x needs.
func (s source) rows(f frame, indent string) string {
	p := s.points
	p.Keys = s.Metrics
	columns := read.Columns{Key: len(s.Metrics) > 1, Time: s.scale() != 1}
	switch {
	case s.X.Axis == axisStep:
		if s.XRange != nil || !f.tells() { // else only what came after the extent was taken is outside
			p.From, p.To = f.steps()
		}
	case s.X.Axis == axisMetric:
		key := ""
		if columns.Key {
			key = "y.key AS key, "
		}
		return indent + "SELECT " + key + "y.run AS run, y.step AS step, y.value AS value, x.value AS x\n" +
			indent + "FROM\n" + indent + "(\n" + p.SQL(columns, indent+"    ") + "\n" + indent + ") AS y\n" +
			indent + "INNER JOIN\n" + indent + "(\n" + s.axisPoints().SQL(read.Columns{}, indent+"    ") + "\n" + indent + ") AS x\n" +
			indent + "ON y.run = x.run AND y.step = x.step"
	}
	return p.SQL(columns, indent)
}

// axisPoints are the points of the metric that is the axis.
func (s source) axisPoints() read.Points {
	p := s.points
	p.Keys, p.Prefix = []string{s.X.Metric}, "x_"
	return p
}

// within is the condition that a point lies in the frame, "" where rows sees to it.
func (s source) within(f frame) string {
	switch {
	case s.X.Axis == axisStep:
		return ""
	case f.floats:
		return "WHERE x >= {from:Float64} AND x <= {to:Float64}"
	}
	return "WHERE at >= {from:Int64} AND at <= {to:Int64}"
}

// params of rows and within.
func (s source) params(f frame) clickhouse.Params {
	p := s.points
	p.Keys = s.Metrics
	out := p.Params()
	switch {
	case s.X.Axis == axisMetric:
		for name, v := range s.axisPoints().Params() {
			out[name] = v
		}
		out["from"], out["to"] = f.flo, f.fhi
	case s.X.Axis != axisStep:
		out["from"], out["to"] = f.lo, f.hi
	}
	return out
}

// steps are the frame's ends where x is the step.
func (f frame) steps() (from, to *int64) {
	if f.lo != math.MinInt64 {
		from = &f.lo
	}
	if f.hi != math.MaxInt64 {
		to = &f.hi
	}
	return from, to
}

// frame finds the ends of the data, if the request doesn't say both, and makes the buckets.
func (s source) frame(ctx context.Context, r *read.Reader, known *extents) (frame, error) {
	e, both := s.asked()
	if !both {
		key := s.key(s.points.At.Position.String())
		var ok bool
		if e, ok = known.get(key); !ok {
			var err error
			if e, ok, err = s.extent(ctx, r); err != nil || !ok {
				return frame{empty: true}, err
			}
			if len(s.points.At.Position.Telemetry) > 0 { // else nobody says how far the tables are
				known.put(key, e)
			}
		}
	}
	if e.lo > e.hi || e.flo > e.fhi { // between two whole numbers
		return frame{empty: true}, nil
	}
	if s.X.Axis == axisMetric {
		return floatFrame(e.flo, e.fhi, s.Buckets, s.Full), nil
	}
	return wholeFrame(e.lo, e.hi, s.Buckets, s.Full), nil
}

// asked is the ends that the request says; both: all of them.
func (s source) asked() (e ends, both bool) {
	if s.X.Axis == axisMetric {
		e.flo, e.fhi = s.floatBounds()
	} else {
		e.lo, e.hi = s.bounds()
	}
	return e, s.XRange.min() != nil && s.XRange.max() != nil
}

// extent asks for the ends of the data; one that the request says stays. false: there
// is no data.
func (s source) extent(ctx context.Context, r *read.Reader) (e ends, ok bool, err error) {
	e, _ = s.asked()
	bounds := frame{floats: s.X.Axis == axisMetric, lo: e.lo, hi: e.hi, flo: e.flo, fhi: e.fhi}
	q := read.Query{SQL: s.extentSQL(bounds), Params: s.params(bounds)}
	err = r.Ask(ctx, q, func(body *bufio.Reader) error {
		rows := read.NewRows(body)
		for rows.Next() {
			found := ends{}
			if bounds.floats {
				found.flo, found.fhi = rows.Float64()+0, rows.Float64()+0 // -0 is 0
			} else {
				found.lo, found.hi = rows.Int64(), rows.Int64()
			}
			if ok = rows.Uint64() > 0; !ok {
				continue
			}
			if s.XRange.min() == nil {
				e.lo, e.flo = found.lo, found.flo
			}
			if s.XRange.max() == nil {
				e.hi, e.fhi = found.hi, found.fhi
			}
		}
		return rows.Err()
	})
	return e, ok, err
}

// extentSQL asks for the smallest and largest x of the data, and the number of rows.
func (s source) extentSQL(bounds frame) string {
	p := s.points
	p.Keys = s.Metrics
	switch s.X.Axis {
	case axisStep: // a step that was logged again is still the same step
		p.From, p.To = bounds.steps()
		if len(p.Keys) == 1 && p.Runs.Len() == 1 {
			return oneExtentSQL(p)
		}
		return "SELECT min(step), max(step), count()\nFROM points\n" + p.Where() + "\nFORMAT RowBinary"
	case axisMetric:
		return "SELECT min(x), max(x), count()\nFROM\n(\n    SELECT value AS x\n    FROM\n    (\n" +
			s.axisPoints().SQL(read.Columns{}, "        ") + "\n    )\n)\n" + s.within(bounds) + "\nFORMAT RowBinary"
	}
	return strings.Join([]string{
		"SELECT min(at), max(at), count()\nFROM\n(\n    SELECT " + s.x() + " AS at\n    FROM\n    (",
		p.SQL(read.Columns{Key: len(p.Keys) > 1, Time: true, NoValue: true}, "        "),
		"    )\n)", s.within(bounds), "FORMAT RowBinary",
	}, "\n")
}

// oneExtentSQL finds the ends of a single series by its place in the table's order,
// without reading what lies between.
func oneExtentSQL(p read.Points) string {
	end := func(order string) string {
		return "SELECT step FROM points " + p.Where() + " ORDER BY home " + order + ", key " + order + ", run " + order + ", step " + order + " LIMIT 1"
	}
	return "SELECT min(step), max(step), count()\nFROM\n(\n    " + end("ASC") + "\n    UNION ALL\n    " + end("DESC") + "\n)\nFORMAT RowBinary"
}
