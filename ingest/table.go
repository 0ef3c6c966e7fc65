package ingest

import (
	"fmt"
	"slices"
	"strings"

	"runledger/event/pb"
)

// table is what RunPoints and RunSystem have in common: rows with a number and a
// time, and columns of values.
type table struct {
	numbers, times []int64
	series         []*pb.Series
}

// Upper bounds of what things cost in a record, in bytes. They depend on nothing but
// the client's data (a varint of the server's clock would grow one day), so that a
// repeated request is cut at the same places.
const (
	rowCost    = 20 // number and time
	valueCost  = 8
	sparseCost = 5  // a value's row
	columnCost = 24 // beside the key
)

func (t table) cost() int {
	n := len(t.numbers) * rowCost
	for _, s := range t.series {
		n += columnCost + len(s.Key) + len(s.Values)*valueCost + len(s.Rows)*sparseCost
	}
	return n
}

// keyCost is the part of the cost that cutting rows doesn't make smaller.
func (t table) keyCost() int {
	n := 0
	for _, s := range t.series {
		n += columnCost + len(s.Key)
	}
	return n
}

// cut cuts t into pieces that cost at most budget each. Pieces keep the order of the
// rows of each column. Where it's cut depends on what is in t, not on the order of its
// columns.
func (t table) cut(budget int) []table {
	if t.cost() <= budget {
		return []table{t}
	}
	t.series = slices.SortedFunc(slices.Values(t.series), func(a, b *pb.Series) int { return strings.Compare(a.Key, b.Key) })
	return t.halve(budget)
}

// halve halves t until the pieces fit: by rows, or by columns where names outweigh
// values.
func (t table) halve(budget int) []table {
	if t.cost() <= budget {
		return []table{t}
	}
	var a, b table
	switch rows, columns := len(t.numbers), len(t.series); {
	case columns > 1 && (rows < 2 || 2*t.keyCost() > budget):
		a, b = t.columns(0, columns/2), t.columns(columns/2, columns)
	case rows > 1:
		a, b = t.rows(0, rows/2), t.rows(rows/2, rows)
	default:
		return []table{t} // one value: names are limited, so it fits
	}
	return append(a.halve(budget), b.halve(budget)...)
}

// cutRows halves t by rows only; a row that's larger than budget by itself stays.
func (t table) cutRows(budget int) []table {
	n := len(t.numbers)
	if n < 2 || t.cost() <= budget {
		return []table{t}
	}
	return append(t.rows(0, n/2).cutRows(budget), t.rows(n/2, n).cutRows(budget)...)
}

func (t table) columns(from, to int) table {
	return table{t.numbers, t.times, t.series[from:to]}
}

// rows returns rows from … to-1 with the columns that have values there. Values are
// shared with t.
func (t table) rows(from, to int) table {
	out := table{numbers: t.numbers[from:to], times: t.times[from:to]}
	for _, s := range t.series {
		if part := seriesRows(s, uint32(from), uint32(to)); part != nil {
			out.series = append(out.series, part)
		}
	}
	return out
}

func seriesRows(s *pb.Series, from, to uint32) *pb.Series {
	if len(s.Rows) == 0 {
		return &pb.Series{Key: s.Key, Values: s.Values[from:to]}
	}
	i, _ := slices.BinarySearch(s.Rows, from)
	j, _ := slices.BinarySearch(s.Rows, to)
	if i == j {
		return nil
	}
	out := &pb.Series{Key: s.Key, Values: s.Values[i:j]}
	if j-i == int(to-from) {
		return out
	}
	out.Rows = make([]uint32, j-i)
	for k, row := range s.Rows[i:j] {
		out.Rows[k] = row - from
	}
	return out
}

// check finds columns that don't match the rows: a fault of the program.
func (t table) check() error {
	if len(t.times) != len(t.numbers) {
		return fmt.Errorf("%d rows with %d times", len(t.numbers), len(t.times))
	}
	for _, s := range t.series {
		want := len(s.Rows)
		if want == 0 {
			want = len(t.numbers)
		}
		if len(s.Values) != want {
			return fmt.Errorf("series %q has %d values for %d rows", clip(s.Key), len(s.Values), want)
		}
	}
	return nil
}
