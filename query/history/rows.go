package history

import (
	"bufio"
	"context"
	"iter"
	"math"

	"runledger/query/read"
)

// Source reads histories. It is safe for concurrent use.
type Source struct{ Reader *read.Reader }

// windowRows is about how many rows of the tables a query reads: enough to be quick,
// few enough to be sorted in little memory.
const windowRows = 200_000

// Rows yields the rows of a run by rising step. A *Row is valid until the next one. It
// ends with the first error. o.At should be fixed (read.Moment.Fixed): windows are
// read one after the other.
func (s *Source) Rows(ctx context.Context, run Run, o Options) iter.Seq2[*Row, error] {
	return func(yield func(*Row, error) bool) {
		span, err := s.span(ctx, run, o)
		if err != nil {
			yield(nil, err)
			return
		}
		if span.rows == 0 {
			return
		}
		batch := windowRows
		if o.batch > 0 {
			batch = min(batch, o.batch)
		}
		width := span.width(batch)
		for from := span.first; ; {
			to := span.last
			if uint64(span.last)-uint64(from) >= width {
				to = from + int64(width-1)
			}
			size, more, err := o.window(ctx, s.Reader, run, from, to, func(r *Row) bool { return yield(r, nil) })
			if err != nil {
				yield(nil, err)
				return
			}
			if !more || to == span.last {
				return
			}
			switch {
			case size > 2*batch && width > 1:
				width /= 2
			case size < batch/2 && width < math.MaxInt64/4:
				width *= 2
			}
			from = to + 1
		}
	}
}

// span is where the rows of a run are.
type span struct {
	first, last int64
	rows        uint64
}

// width of the first window, in steps.
func (s span) width(batch int) uint64 {
	steps := float64(uint64(s.last)-uint64(s.first)) + 1
	return uint64(min(max(1, steps*float64(batch)/float64(s.rows)), math.MaxInt64/4))
}

// span asks both tables for the smallest and largest step within the options.
func (s *Source) span(ctx context.Context, run Run, o Options) (span, error) {
	from, to := int64(math.MinInt64), int64(math.MaxInt64)
	if o.From != nil {
		from = *o.From
	}
	if o.To != nil {
		to = *o.To
	}
	p := o.points(run, from, to)
	q := read.Query{SQL: "SELECT min(step), max(step), count() FROM points " + p.Where() +
		"\nUNION ALL\nSELECT min(step), max(step), count() FROM rows " + o.valuesWhere(run, from, to) + "\nFORMAT RowBinary", Params: p.Params()}
	out := span{first: math.MaxInt64, last: math.MinInt64}
	err := s.Reader.Ask(ctx, q, func(body *bufio.Reader) error {
		rows := read.NewRows(body)
		for rows.Next() {
			first, last, n := rows.Int64(), rows.Int64(), rows.Uint64()
			if n > 0 {
				out.first, out.last, out.rows = min(out.first, first), max(out.last, last), out.rows+n
			}
		}
		return rows.Err()
	})
	return out, err
}
