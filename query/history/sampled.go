package history

import (
	"bufio"
	"context"
	"strconv"
	"strings"

	"runledger/query/read"
)

// Sampled returns at most n rows that have all the keys of the options (which must
// name some metrics), evenly spread over those rows, with the first and the last. The
// same question at the same position has the same answer.
func (s *Source) Sampled(ctx context.Context, run Run, o Options, n int) ([]*Row, error) {
	span, err := s.span(ctx, run, o)
	if err != nil || span.rows == 0 || n <= 0 {
		return nil, err
	}
	p := o.points(run, span.first, span.last)
	steps := "SELECT step FROM points " + p.Where() + " GROUP BY step HAVING uniqExact(key) = " + strconv.Itoa(len(o.Keys))
	total, err := s.count(ctx, read.Query{SQL: "SELECT count() FROM (" + steps + ") FORMAT RowBinary", Params: p.Params()})
	if err != nil || total == 0 {
		return nil, err
	}
	var picked []string
	q := read.Query{SQL: steps + " ORDER BY step FORMAT RowBinary", Params: p.Params()}
	err = s.Reader.Ask(ctx, q, func(body *bufio.Reader) error {
		rows := read.NewRows(body)
		want, at := 0, 0
		for i := 0; rows.Next(); i++ {
			step := rows.Int64()
			if i == at && want < n {
				picked = append(picked, strconv.FormatInt(step, 10))
				want++
				at = nth(want, n, int(total))
			}
		}
		return rows.Err()
	})
	if err != nil || len(picked) == 0 {
		return nil, err
	}
	return s.at(ctx, run, o, picked)
}

// nth is the place of the i-th of n samples among total rows, from 0 to total-1.
func nth(i, n, total int) int {
	if n >= total {
		return i
	}
	if n == 1 {
		return 0
	}
	return i * (total - 1) / (n - 1)
}

// at returns the rows at given steps.
func (s *Source) at(ctx context.Context, run Run, o Options, steps []string) ([]*Row, error) {
	o.only = " AND step IN (" + strings.Join(steps, ",") + ")"
	first, _ := strconv.ParseInt(steps[0], 10, 64) // written by FormatInt
	last, _ := strconv.ParseInt(steps[len(steps)-1], 10, 64)
	var out []*Row
	_, _, err := o.window(ctx, s.Reader, run, first, last, func(r *Row) bool {
		copied := *r
		copied.Values = append([]Value(nil), r.Values...)
		out = append(out, &copied)
		return true
	})
	return out, err
}

func (s *Source) count(ctx context.Context, q read.Query) (n uint64, err error) {
	err = s.Reader.Ask(ctx, q, func(body *bufio.Reader) error {
		rows := read.NewRows(body)
		for rows.Next() {
			n = rows.Uint64()
		}
		return rows.Err()
	})
	return n, err
}
