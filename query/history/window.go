package history

import (
	"bufio"
	"context"
	"io"
	"math"
	"strconv"
	"strings"
	"time"

	"runledger/internal/clickhouse"
	"runledger/internal/jsontext"
	"runledger/query/read"
)

// points are the read.Points of a run and a window of steps.
func (o Options) points(run Run, from, to int64) read.Points {
	return read.Points{
		Keys: o.Keys, AllKey: o.Keys == nil, From: &from, To: &to, At: o.At,
		Runs: read.NewRunList([]read.Run{{No: run.No, Home: run.Home}}),
	}
}

// valuesWhere is the condition on table rows.
func (o Options) valuesWhere(run Run, from, to int64) string {
	terms := []string{
		"home = " + strconv.FormatUint(uint64(run.Home), 10), "run = " + strconv.FormatUint(uint64(run.No), 10),
		"step >= " + strconv.FormatInt(from, 10), "step <= " + strconv.FormatInt(to, 10),
	}
	if below := o.At.Below(); below != "" {
		terms = append(terms, below)
	}
	return "WHERE " + strings.Join(terms, " AND ")
}

// item is a point, or a row of table rows.
type item struct {
	step    int64
	value   Value // a point; Key is in it
	row     bool
	time    time.Time
	runtime float64
	json    []byte
	off     uint64
	idx     uint32
}

// items reads one of the two tables, sorted by step, then by place in the log.
type items struct {
	body io.ReadCloser
	rows *read.Rows
	of   func(*read.Rows) item
	next item
	more bool
	size int // rows read
}

func (it *items) advance() error {
	if it.more = it.rows.Next(); it.more {
		it.next = it.of(it.rows)
		it.size++
	}
	return it.rows.Err()
}

// openItems starts the query of one table.
func openItems(ctx context.Context, r *read.Reader, q read.Query, of func(*read.Rows) item) (*items, error) {
	body, err := r.Stream(ctx, q, nil)
	if err != nil {
		return nil, err
	}
	it := &items{body: body, rows: read.NewRows(bufio.NewReaderSize(body, 64<<10)), of: of}
	if err := it.advance(); err != nil {
		body.Close()
		return nil, r.Problem(ctx, err)
	}
	return it, nil
}

func (o Options) openPoints(ctx context.Context, r *read.Reader, run Run, from, to int64) (*items, error) {
	p := o.points(run, from, to)
	q := read.Query{SQL: "SELECT step, CAST(key AS String), value, time, off, idx\nFROM points\n" + p.Where() + o.only + "\nORDER BY step, off, idx\nFORMAT RowBinary", Params: p.Params()}
	return openItems(ctx, r, q, func(rows *read.Rows) item {
		it := item{step: rows.Int64()}
		it.value = Value{Key: rows.Text(), Number: rows.Float64()}
		it.time, it.off, it.idx = rows.Millis(), rows.Uint64(), rows.Uint32()
		it.value.off, it.value.idx = it.off, it.idx
		return it
	})
}

func (o Options) openValues(ctx context.Context, r *read.Reader, run Run, from, to int64) (*items, error) {
	q := read.Query{SQL: "SELECT step, time, runtime, json, off, idx\nFROM rows\n" + o.valuesWhere(run, from, to) + o.only + "\nORDER BY step, off, idx\nFORMAT RowBinary", Params: clickhouse.Params{}}
	return openItems(ctx, r, q, func(rows *read.Rows) item {
		it := item{row: true, step: rows.Int64()}
		if us := rows.Int64(); us != 0 {
			it.time = time.UnixMicro(us).UTC()
		}
		it.runtime, it.json = rows.Float64(), []byte(rows.Text())
		it.off, it.idx = rows.Uint64(), rows.Uint32()
		return it
	})
}

// window yields the rows of a window of steps; false: the consumer has had enough.
func (o Options) window(ctx context.Context, r *read.Reader, run Run, from, to int64, yield func(*Row) bool) (size int, more bool, err error) {
	points, err := o.openPoints(ctx, r, run, from, to)
	if err != nil {
		return 0, false, err
	}
	defer points.body.Close()
	values, err := o.openValues(ctx, r, run, from, to)
	if err != nil {
		return 0, false, err
	}
	defer values.body.Close()
	var row Row
	for points.more || values.more {
		step := int64(math.MaxInt64)
		for _, it := range []*items{points, values} {
			if it.more {
				step = min(step, it.next.step)
			}
		}
		row = Row{Step: step, Runtime: math.NaN(), Values: row.Values[:0]}
		var off uint64
		var idx uint32
		for _, it := range []*items{points, values} {
			for it.more && it.next.step == step {
				row.add(&it.next, o.wanted, &off, &idx)
				if err := it.advance(); err != nil {
					return 0, false, r.Problem(ctx, err)
				}
			}
		}
		if o.Keys != nil && len(row.Values) == 0 {
			continue // a row without any of the keys
		}
		if !yield(&row) {
			return points.size + values.size, false, nil
		}
	}
	return points.size + values.size, true, nil
}

func (o Options) wanted(key string) bool {
	if o.Keys == nil {
		return true
	}
	for _, k := range o.Keys {
		if k == key {
			return true
		}
	}
	return false
}

// add puts what was logged into the row. off and idx are the place of what the row's
// time comes from.
func (r *Row) add(it *item, wanted func(string) bool, off *uint64, idx *uint32) {
	if !it.time.IsZero() && (r.Time.IsZero() || !later(*off, *idx, it.off, it.idx)) {
		r.Time, *off, *idx = it.time, it.off, it.idx
	}
	if !it.row {
		r.set(it.value)
		return
	}
	if !math.IsNaN(it.runtime) {
		r.Runtime = it.runtime
	}
	// The projections take only objects; a text that isn't one holds no values.
	_ = jsontext.Object(it.json, func(key string, text []byte) error {
		if wanted(key) {
			v := Value{Key: key, JSON: text, off: it.off, idx: it.idx}
			if isInteger(text) {
				v.Number, _ = strconv.ParseFloat(string(text), 64) // out of range: ±Inf, as at ingest
			}
			r.set(v)
		}
		return nil
	})
}
