package wandb

import (
	"strings"

	"runledger/event/pb"
)

// columns collects rows of numbers and gives them back as a column for each key, the
// form that points have in the log.
type columns struct {
	rows   int
	index  map[string]int
	series []*pb.Series
}

func newColumns() *columns { return &columns{index: map[string]int{}} }

// row begins the next row.
func (c *columns) row() { c.rows++ }

// set gives the row begun last a value; of a key's repetitions the last counts.
func (c *columns) set(key []byte, value float64) {
	at, known := c.index[string(key)]
	if !known {
		at = c.add(string(key))
	}
	s, row := c.series[at], uint32(c.rows-1)
	switch n := len(s.Values); {
	case s.Rows == nil && n == c.rows: // dense, and this row has a value already
		s.Values[n-1] = value
		return
	case s.Rows == nil && n < c.rows-1: // the first gap
		s.Rows = make([]uint32, n, n+16)
		for i := range s.Rows {
			s.Rows[i] = uint32(i)
		}
	case s.Rows != nil && n > 0 && s.Rows[n-1] == row:
		s.Values[n-1] = value
		return
	}
	s.Values = append(s.Values, value)
	if s.Rows != nil {
		s.Rows = append(s.Rows, row)
	}
}

// setAbsent is set unless the row has a value of that key.
func (c *columns) setAbsent(key string, value float64) {
	if at, known := c.index[key]; known {
		s, n := c.series[at], len(c.series[at].Values)
		if s.Rows == nil && n == c.rows || s.Rows != nil && n > 0 && s.Rows[n-1] == uint32(c.rows-1) {
			return
		}
	}
	c.set([]byte(key), value)
}

// add begins a column. Keys that are one after the repair of invalid UTF-8 share it.
func (c *columns) add(key string) int {
	valid := strings.ToValidUTF8(key, "\uFFFD")
	at, known := c.index[valid]
	if !known {
		at = len(c.series)
		s := &pb.Series{Key: valid}
		if c.rows > 1 {
			s.Rows = make([]uint32, 0, 16)
		}
		c.series = append(c.series, s)
		c.index[valid] = at
	}
	c.index[key] = at
	return at
}

// undo takes the values of the row begun last away again; the row stays.
func (c *columns) undo() {
	row := uint32(c.rows - 1)
	for _, s := range c.series {
		n := len(s.Values)
		switch {
		case s.Rows == nil && n == c.rows:
			s.Values = s.Values[:n-1]
		case s.Rows != nil && n > 0 && s.Rows[n-1] == row:
			s.Values, s.Rows = s.Values[:n-1], s.Rows[:n-1]
		}
	}
}

// done returns the columns that have values, in the order their keys came.
func (c *columns) done() []*pb.Series {
	out := c.series[:0]
	for _, s := range c.series {
		n := len(s.Values)
		if n == 0 {
			continue
		}
		if s.Rows == nil && n < c.rows { // it ended early
			s.Rows = make([]uint32, n)
			for i := range s.Rows {
				s.Rows[i] = uint32(i)
			}
		}
		out = append(out, s)
	}
	return out
}
