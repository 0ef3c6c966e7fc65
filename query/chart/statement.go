package chart

import (
	"strings"

	"runledger/internal/clickhouse"
	"runledger/query/read"
)

// The statements of a chart. A value is taken apart into its sign and exponent, which
// choose a class, and its mantissa, an integer: integers add up exactly in any order.
// The engine adds within a class; the classes of a cell are put together in fold.go.

// classBits is how many bits of a cell's key are the class: sign and upper eight bits
// of the exponent (9), bit 9: the exponent is 0 or 2047 (zero, subnormal, ±Inf), bit
// 10: NaN.
const classBits = 11

// classSQL and mantissaSQL take bits apart. Values of a class (but for bits 9 and 10)
// are mantissa · 2^(8·(exponent/8) − 1075), see docs/formulas.md.
const (
	classSQL    = "bitShiftRight(bits, 55) + 512 * (bitAnd(bitShiftRight(bits, 52) + 1, 2047) < 2)"
	nanSQL      = " + 1024 * (value != value)"
	mantissaSQL = "bitShiftLeft(bitOr(bitAnd(bits, 4503599627370495), 4503599627370496), bitAnd(bitShiftRight(bits, 52), 7))"
)

// sumColumns are the columns that are added up or compared within a class.
func (n needs) sumColumns() []string {
	var c []string
	if n.sum {
		c = append(c, "sum(toUInt128(mantissa))")
	}
	if n.squares {
		c = append(c, "sum(toUInt256(toUInt128(mantissa) * mantissa))")
	}
	return c
}

// pooledSQL aggregates points straight into the cells (series and bucket) of the chart.
//
// Columns: single: bucket; cell and class (UInt64), number of points, [sum], [squares],
// [min, max], [first: bits, (step, run); last: bits, (step, run)].
func (s source) pooledSQL(f frame) string {
	columns := append([]string{"count()"}, s.sumColumns()...)
	if s.extremes {
		columns = append(columns, "min(value)", "max(value)")
	}
	if s.ends {
		columns = append(columns, endColumns...)
	}
	key, names := s.cellKey(f)
	return strings.Join([]string{
		"SELECT " + strings.Replace(names, "cell", "toUInt64(cell)", 1) + ", " + strings.Join(columns, ", "),
		"FROM",
		"(",
		"    SELECT",
		"        run, step, value,",
		"        " + s.seriesSQL() + " AS series,",
		"        " + f.bucket(s.at()) + " AS bucket,",
		"        reinterpretAsUInt64(value) AS bits,",
		"        " + classSQL + nanSQL + " AS class,",
		"        " + mantissaSQL + " AS mantissa,",
		"        " + key,
		s.from(f, "    "),
		")",
		"GROUP BY " + names,
		"FORMAT RowBinary",
	}, "\n")
}

// endColumns: first and last are by step, and where two runs have the step, by run.
var endColumns = []string{
	"argMin(bits, (step, run))", "min((step, run))",
	"argMax(bits, (step, run))", "max((step, run))",
}

// from is where a statement gets its points, and the condition on them.
func (s source) from(f frame, indent string) string {
	out := []string{indent + "FROM", indent + "(", s.rows(f, indent+"    "), indent + ")"}
	if s.scale() != 1 { // x is worth computing once only
		out = []string{
			indent + "FROM", indent + "(",
			indent + "    SELECT *, " + s.x() + " AS at",
			indent + "    FROM", indent + "    (", s.rows(f, indent+"        "), indent + "    )",
			indent + ")",
		}
	}
	if w := s.within(f); w != "" {
		out = append(out, indent+w)
	}
	return strings.Join(out, "\n")
}

// at is x as the select around from sees it.
func (s source) at() string {
	if s.scale() != 1 {
		return "at"
	}
	return s.x()
}

// seriesSQL is the number of a point's series (UInt32).
func (s source) seriesSQL() string {
	of := s.list.Map(s.seriesOf)
	if len(s.Metrics) == 1 {
		return of
	}
	return s.metricSQL() + " * " + utoa(uint64(s.perMetric)) + " + " + of
}

// metricSQL is the index of a point's metric.
func (s source) metricSQL() string {
	index := make([]string, len(s.Metrics))
	for i := range index {
		index[i] = utoa(uint64(i))
	}
	return "transform(key, {keys:Array(String)}, CAST([" + strings.Join(index, ",") + "] AS Array(UInt32)), CAST(0 AS UInt32))"
}

// cellKey is the expression of a cell's key, and the names of all keys to group by. 32
// bits where they are enough: the hash table is smaller and quicker.
func (s source) cellKey(f frame) (expression, names string) {
	class := " * " + utoa(1<<classBits) + " + class"
	switch {
	case f.single:
		return "toUInt64(series)" + class + " AS cell", "bucket, cell"
	case f.fits(s.series(), 32-classBits):
		return "toUInt32((series * " + utoa(f.stride()) + " + bucket)" + class + ") AS cell", "cell"
	}
	return "(series * " + utoa(f.stride()) + " + bucket)" + class + " AS cell", "cell"
}

// fits tells whether series × buckets is a number of so many bits.
func (f frame) fits(series int, bits uint) bool {
	limit := uint64(1) << bits
	return f.n < limit && uint64(series) <= limit/f.stride()
}

// query is a statement with the parameters of the source and the frame.
func (s source) query(sql string, f frame) read.Query {
	p := clickhouse.Params{}
	for name, v := range s.params(f) {
		p[name] = v
	}
	f.params(p)
	return read.Query{SQL: sql, Params: p}
}
