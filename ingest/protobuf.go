package ingest

import (
	"encoding/binary"
	"errors"
	"math"
	"unicode/utf8"

	"google.golang.org/protobuf/encoding/protowire"

	"runledger/event/pb"
	"runledger/ingest/scan"
	"runledger/internal/api"
)

// wireBatch is a RunBatch of a protobuf body, read but not checked as a whole. It is
// reused; slices are parts of the body where they can be.
type wireBatch struct {
	line   // what it has in common with a line of JSON
	steps  []int64
	times  []int64 // ms
	series []wireSeries
	values []wireValue

	systemTimes []int64
	systems     []wireSeries

	rowNumbers []uint64 // of all series
	distinct   []string // keys of the last batch, known to be distinct
}

// wireSeries is a column. values are little-endian doubles.
type wireSeries struct {
	key    string
	values []byte
	rows   []uint64 // none: one for each row
}

type wireValue struct {
	row uint64
	key string
	raw []byte
}

// protobuf reads an IngestRequest (proto/runledger/ingest/v1/ingest.proto). It is read by hand:
// values are copied into columns without a message for each.
func (d *decoder) protobuf(body []byte) error {
	index := 0
	err := eachField(body, func(w *wireField) error {
		switch w.num {
		case 1, 3:
			if err := w.want(protowire.BytesType, "IngestRequest"); err != nil {
				return err
			}
			if w.num == 1 {
				return d.setWriter(string(w.text))
			}
			return d.setBatch(string(w.text))
		case 2:
			if err := w.want(protowire.VarintType, "IngestRequest"); err != nil {
				return err
			}
			return d.setSeq(w.n)
		case 4:
			if err := w.want(protowire.BytesType, "IngestRequest"); err != nil {
				return err
			}
			index++
			return d.runBatch(index-1, w.text)
		}
		return w.unknown("IngestRequest")
	})
	var f *fault
	if errors.As(err, &f) {
		return api.NewProblem(422, f.code, "%s.", f.message)
	}
	return err
}

// runBatch takes the index-th RunBatch, or rejects it.
func (d *decoder) runBatch(index int, message []byte) error {
	b := &d.wire
	b.reset()
	err := eachField(message, func(w *wireField) error {
		if len(b.series)+len(b.systems)+len(b.values)+len(b.console) > d.limits.Items {
			return tooManyItems(d.limits.Items)
		}
		return d.batchField(b, w)
	})
	if err == nil {
		err = b.check()
	}
	var whole *api.Problem
	if errors.As(err, &whole) {
		return whole
	}
	if err != nil {
		d.rejected.add(index, faultOf(err))
		return nil
	}
	if to := d.add(index, &b.line, len(b.series)+len(b.systems)+len(b.values)); to != nil {
		before := to.items()
		d.addColumns(index, to, b)
		d.items += to.items() - before
	}
	return nil
}

func (b *wireBatch) reset() {
	b.line.reset()
	b.steps, b.times, b.series, b.values = b.steps[:0], b.times[:0], b.series[:0], b.values[:0]
	b.systemTimes, b.systems, b.rowNumbers = b.systemTimes[:0], b.systems[:0], b.rowNumbers[:0]
}

// recycle lets go of the body, and of what is too large to keep.
func (b *wireBatch) recycle() {
	b.line = line{}
	b.steps, b.times, b.systemTimes, b.rowNumbers = recycled(b.steps), recycled(b.times), recycled(b.systemTimes), recycled(b.rowNumbers)
	b.series, b.systems, b.values = recycled(b.series), recycled(b.systems), recycled(b.values)
	if len(b.distinct) > keepCapacity {
		b.distinct = nil
	}
}

// addColumns takes over what a batch has beside a line.
func (d *decoder) addColumns(index int, to *run, b *wireBatch) {
	nowMs := d.nowUs / 1000
	timeOf := func(row int) int64 {
		if len(b.times) == 0 {
			return nowMs
		}
		return b.times[row]
	}
	if len(b.series) > 0 {
		base := to.points.Rows()
		for i, step := range b.steps {
			to.points.Add(step, timeOf(i))
		}
		for i := range b.series {
			to.points.extend(base, len(b.steps), &b.series[i])
		}
	}
	if len(b.systems) > 0 {
		base := to.system.Rows()
		for _, ms := range b.systemTimes {
			to.system.Add(ms, ms)
		}
		for i := range b.systems {
			to.system.extend(base, len(b.systemTimes), &b.systems[i])
		}
	}
	d.addValues(index, to, b, timeOf)
}

// addValues makes a row of the values of each row. Values of a row lie together, or
// make several rows of the same line.
func (d *decoder) addValues(index int, to *run, b *wireBatch, timeOf func(int) int64) {
	for i := 0; i < len(b.values); {
		row := b.values[i].row
		var l layer
		for ; i < len(b.values) && b.values[i].row == row; i++ {
			l.merge([]member{{b.values[i].key, b.values[i].raw}})
		}
		to.values = append(to.values, &pb.Row{Line: int64(index)<<32 | int64(row), Step: b.steps[row],
			TimeUs: timeOf(int(row)) * 1000, Runtime: math.NaN(), Json: l.json()})
	}
}

// extend appends a column of rows base … base+rows-1, which were added before.
func (c *Columns) extend(base, rows int, s *wireSeries) {
	if len(s.values) == 0 {
		return
	}
	col := c.column(s.key)
	if col.dense && (len(col.values) != base || len(s.rows) > 0) {
		col.thin()
	}
	if !col.dense {
		for _, row := range s.rows {
			col.rows = append(col.rows, uint32(base)+uint32(row))
		}
		for row := 0; len(s.rows) == 0 && row < rows; row++ {
			col.rows = append(col.rows, uint32(base+row))
		}
	}
	for b := s.values; len(b) >= 8; b = b[8:] {
		col.values = append(col.values, math.Float64frombits(binary.LittleEndian.Uint64(b)))
	}
	if col.last < 0 {
		c.used++
	}
	c.points += len(s.values) / 8
	col.last = base + rows - 1
	if n := len(s.rows); n > 0 {
		col.last = base + int(s.rows[n-1])
	}
}

// check looks at what only shows once the whole batch is read.
func (b *wireBatch) check() error {
	if err := b.line.check(); err != nil {
		return err
	}
	rows := len(b.steps)
	if n := len(b.times); n != 0 && n != rows {
		return faultf(codeInvalid, "%d steps with %d times: one for each, or no time", rows, n)
	}
	for _, times := range [][]int64{b.times, b.systemTimes} {
		for _, ms := range times {
			if ms < 0 || ms >= endOfTime/1000 {
				return faultf(codeRange, "time %d ms lies outside the years 1970 to 2300", ms)
			}
		}
	}
	for _, v := range b.values {
		if v.row >= uint64(rows) {
			return faultf(codeInvalid, "the value of %q is in row %d of %d", clip(v.key), v.row, rows)
		}
	}
	if err := b.checkSeries(b.systems, len(b.systemTimes)); err != nil {
		return err
	}
	return b.checkSeries(b.series, rows)
}

func (b *wireBatch) checkSeries(series []wireSeries, rows int) error {
	for i := range series {
		if err := series[i].check(rows); err != nil {
			return err
		}
	}
	return b.checkDistinct(series)
}

func (s *wireSeries) check(rows int) error {
	values := len(s.values) / 8
	if len(s.rows) == 0 {
		if values != rows {
			return faultf(codeInvalid, "%q has %d values for %d rows; with gaps, rows says where they belong", clip(s.key), values, rows)
		}
		return nil
	}
	if values != len(s.rows) {
		return faultf(codeInvalid, "%q has %d values and %d rows", clip(s.key), values, len(s.rows))
	}
	for i, row := range s.rows {
		if row >= uint64(rows) || i > 0 && row <= s.rows[i-1] {
			return faultf(codeInvalid, "the rows of %q rise, and lie below %d", clip(s.key), rows)
		}
	}
	return nil
}

// checkDistinct wants each key once. The keys are usually those of the last batch.
func (b *wireBatch) checkDistinct(series []wireSeries) error {
	same := len(series) <= len(b.distinct)
	for i := 0; same && i < len(series); i++ {
		same = series[i].key == b.distinct[i]
	}
	if same {
		return nil
	}
	seen := make(map[string]bool, len(series))
	b.distinct = b.distinct[:0]
	for i := range series {
		if seen[series[i].key] {
			b.distinct = b.distinct[:0]
			return faultf(codeInvalid, "two series of %q in one batch", clip(series[i].key))
		}
		seen[series[i].key] = true
		b.distinct = append(b.distinct, series[i].key)
	}
	return nil
}

// utf8Text is the fault for bytes that aren't UTF-8.
func utf8Text(what string, b []byte) error {
	if !utf8.Valid(b) {
		return faultf(codeInvalid, "%s isn't UTF-8", what)
	}
	return nil
}

// members reads a JSON object in a string field.
func (d *decoder) membersOf(text []byte, to *[]member) error {
	d.Cursor = scan.Cursor{Text: text}
	d.Space()
	if err := d.readMembers(to); err != nil {
		return err
	}
	return d.End()
}
