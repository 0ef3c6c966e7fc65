package ingest

import (
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
