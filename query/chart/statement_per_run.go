package chart

import (
	"math"
	"strconv"
	"strings"
)

// The mean per run and bucket is summed on a fixed grid: a value is cut into three
// whole numbers of at most 40 bits, in units of 1, 2^-40 and 2^-80, each added up in
// 64 bits. Adding a magic number of 1.5·2^52 units leaves the whole number in the low
// bits of the sum's representation. A cell of a run with a value that doesn't fit
// (NaN, ±Inf, 2^40 and more, finer than 2^-80, -0), with 2^22 points or more, or with
// a sum of 2^53 or more, comes back as misfit and is added up by pooledSQL, which
// takes everything.
const (
	pieceBits = 40
	magic1    = 1.5 * (1 << 52)
	magic2    = magic1 / (1 << pieceBits)
	magic3    = magic2 / (1 << pieceBits)
	misfit    = 1 << 40 // added to the number of points for each value that doesn't fit
	maxPoints = 1 << 22
)

// narrow tells whether the keys of perRunSQL are 32 bits: 31, and the mark of misfits.
func (s source) narrow(f frame) bool {
	return !f.single && f.fits(s.series(), 31-classBits) && f.fits(s.list.Len()*len(s.Metrics), 31)
}

// misfitMark is the bit of a key that says: it's a slot, not a cell.
func (s source) misfitMark(f frame) uint64 {
	if s.narrow(f) {
		return 1 << 31
	}
	return 1 << 63
}

// perRunSQL takes the mean of each run in each bucket, and aggregates those. Columns
// as pooledSQL's, after the number of runs (here of cells of runs) the number of points.
func (s source) perRunSQL(f frame) string {
	columns := append([]string{"count()", "sum(n)"}, s.sumColumns()...)
	if s.extremes {
		columns = append(columns, "min(lo)", "max(hi)")
	}
	if s.ends {
		columns = append(columns, "argMin(first, (first_step, toUInt64(rank)))", "min((first_step, toUInt64(rank)))",
			"argMax(last, (last_step, toUInt64(rank)))", "max((last_step, toUInt64(rank)))")
	}
	key, names := "cell", "toUInt64(cell)"
	if f.single {
		key, names = "bucket, cell", "bucket, toUInt64(cell)"
	}
	return strings.Join([]string{
		"SELECT " + names + ", " + strings.Join(columns, ", "),
		"FROM",
		"(",
		s.meansSQL(f, "    "),
		")",
		"GROUP BY " + key,
		"FORMAT RowBinary",
	}, "\n")
}

// meansSQL is the SELECT of each run's mean in each bucket, with its place in the chart.
func (s source) meansSQL(f frame, indent string) string {
	group := "(CAST([" + joined(s.seriesOf) + "] AS Array(UInt32))[rank + 1]"
	if len(s.Metrics) > 1 {
		group += " + intDiv(slot, " + utoa(f.slotsPerMetric(s)) + ") * " + utoa(uint64(s.perMetric))
	}
	group += ")"
	bucket, rank, cell := "slot % "+utoa(f.stride()), "intDiv(slot, "+utoa(f.stride())+")", group+" * "+utoa(f.stride())+" + bucket"
	if f.single {
		bucket, rank, cell = "at_x", "slot", group
	}
	if len(s.Metrics) > 1 {
		rank += " % " + utoa(uint64(s.list.Len()))
	}
	cast := "toUInt64("
	if s.narrow(f) {
		cast = "toUInt32("
	}
	return indent + strings.Join([]string{
		"SELECT",
		"    *,",
		"    reinterpretAsUInt64(mean) AS bits,",
		"    " + classSQL + " AS class,",
		"    " + mantissaSQL + " AS mantissa,",
		"    " + bucket + " AS bucket,",
		"    " + rank + " AS rank,",
		"    " + cast + "if(misfit, " + utoa(s.misfitMark(f)) + " + slot, (" + cell + ") * " + utoa(1<<classBits) + " + class)) AS cell",
		"FROM",
		"(",
		"    SELECT",
		"        *,",
		// The digits of the sum, from −2^39 to below 2^39: the first that isn't 0 is larger
		// than all after it together.
		"        " + digit("s3", "p3"),
		"        s2 + bitShiftRight(s3 - p3, 40) AS t2,",
		"        " + digit("t2", "p2"),
		"        s1 + bitShiftRight(t2 - p2, 40) AS p1,",
		// The sum as head + tail, and what the quotient lacks: so that the mean is rounded
		// once. The quotient is split into halves whose products with n are exact.
		"        toFloat64(p1) AS whole, p2 * " + float(magic2/magic1) + " AS part,",
		"        whole + part AS head, part - (head - whole) + p3 * " + float(magic3/magic1) + " AS tail,",
		"        head / n AS q, q * 134217729. - (q * 134217729. - q) AS qh,",
		"        q + (((head - qh * n) - (q - qh) * n) + tail) / n AS mean,",
		"        n >= " + utoa(maxPoints) + " OR abs(whole) >= " + float(1<<53) + " AS misfit",
		"    FROM",
		"    (",
		s.slotsSQL(f, indent+"        ")[len(indent):],
		"    )",
		")",
	}, "\n"+indent)
}

func digit(of, as string) string {
	return "bitAnd(" + of + " + 549755813888, 1099511627775) - 549755813888 AS " + as + ","
}

// slotsPerMetric is how many slots, or for single numbers of runs, a metric has.
func (f frame) slotsPerMetric(s source) uint64 {
	if f.single {
		return uint64(s.list.Len())
	}
	return uint64(s.list.Len()) * f.stride()
}

// slotsSQL is the SELECT of the sums per run and bucket.
func (s source) slotsSQL(f frame, indent string) string {
	keys, columns := "slot", ""
	if f.single {
		keys = "slot, at_x"
	}
	if s.extremes {
		columns += ", min(value) AS lo, max(value) AS hi"
	}
	if s.ends {
		columns += ", argMin(bits, step) AS first, min(step) AS first_step, argMax(bits, step) AS last, max(step) AS last_step"
	}
	piece := func(n string, magic float64) string {
		return "toInt64(sum(reinterpretAsInt64(a" + n + "))) - toInt64(n) * " + utoa(math.Float64bits(magic)) + " AS s" + n
	}
	lines := []string{
		"SELECT",
		"    " + keys + ", sum(good) AS n,",
		"    " + piece("1", magic1) + ",",
		"    " + piece("2", magic2) + ",",
		"    " + piece("3", magic3) + columns,
		"FROM",
		"(",
		"    SELECT",
		"        step, value,",
		"        " + s.slotSQL(f) + ",",
		"        reinterpretAsUInt64(value) AS bits,",
		"        value + " + float(magic1) + " AS a1, value - (a1 - " + float(magic1) + ") AS r1,",
		"        r1 + " + float(magic2) + " AS a2, r1 - (a2 - " + float(magic2) + ") AS r2,",
		"        r2 + " + float(magic3) + " AS a3,",
		"        if(r2 = a3 - " + float(magic3) + " AND abs(value) < " + float(1<<pieceBits) + " AND bits != 9223372036854775808, 1, " + utoa(misfit+1) + ") AS good",
		s.from(f, indent+"    ")[len(indent):],
		")",
		"GROUP BY " + keys,
	}
	return indent + strings.Join(lines, "\n"+indent)
}

// slotSQL is the number of a point's run and bucket.
func (s source) slotSQL(f frame) string {
	ranks := make([]uint32, s.list.Len())
	for i := range ranks {
		ranks[i] = uint32(i)
	}
	of := s.list.Map(ranks)
	if len(s.Metrics) > 1 {
		of = "(" + s.metricSQL() + " * " + utoa(uint64(s.list.Len())) + " + " + of + ")"
	}
	if f.single {
		return of + " AS slot, " + f.bucket(s.at()) + " AS at_x"
	}
	slot := of + " * " + utoa(f.stride()) + " + " + f.bucket(s.at())
	if s.narrow(f) {
		return "toUInt32(" + slot + ") AS slot"
	}
	return "toUInt64(" + slot + ") AS slot"
}

// float is a number that SQL reads back as the same bits.
func float(v float64) string {
	text := strconv.FormatFloat(v, 'g', -1, 64)
	if !strings.ContainsAny(text, ".e") {
		text += "."
	}
	return text
}

func joined(list []uint32) string {
	texts := make([]string, len(list))
	for i, n := range list {
		texts[i] = strconv.FormatUint(uint64(n), 10)
	}
	return strings.Join(texts, ",")
}
