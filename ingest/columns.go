package ingest

import (
	"encoding/binary"
	"math"

	"runledger/event/pb"
)

// Columns turns rows (a step, a time, some values) into the columns of RunPoints or
// RunSystem. The zero value is ready. It is made to be reused: Reset keeps the keys
// and the memory, and as long as rows name the same keys in the same order a value
// costs a comparison and an append.
//
// What Points and System return shares memory with the Columns: it's good until the
// next Add, Set or Reset.
type Columns struct {
	steps, times []int64
	columns      []column
	index        map[string]int // column of each key
	next         int            // the column that the next key is expected to be
	points, used int            // values, and columns that have some
}

// column is one key's values. While it is dense, value i belongs to row i.
type column struct {
	key    string
	values []float64
	rows   []uint32 // of each value; only if !dense
	last   int      // row of the last value, -1 if there is none
	dense  bool
}

// Add begins a row. step is the number of the sample if the rows are of the machine.
func (c *Columns) Add(step, timeMs int64) {
	c.steps = append(c.steps, step)
	c.times = append(c.times, timeMs)
	c.next = 0
}

// Set gives the row begun last a value. If the row has one of that key already, the
// later call wins.
func (c *Columns) Set(key string, value float64) {
	col := c.column(key)
	row := len(c.steps) - 1
	if col.last == row {
		col.values[len(col.values)-1] = value
		return
	}
	if col.dense && len(col.values) != row {
		col.thin()
	}
	if !col.dense {
		col.rows = append(col.rows, uint32(row))
	}
	if col.last < 0 {
		c.used++
	}
	col.values = append(col.values, value)
	col.last = row
	c.points++
}

// Rows is the number of rows, Len that of values.
func (c *Columns) Rows() int { return len(c.steps) }

// Len is the number of values in all columns.
func (c *Columns) Len() int { return c.points }

func (c *Columns) column(key string) *column {
	if i := c.next; i < len(c.columns) && c.columns[i].key == key {
		c.next++
		return &c.columns[i]
	}
	i, ok := c.index[key]
	if !ok {
		i = c.insert(key)
	}
	c.next = i + 1
	return &c.columns[i]
}

func (c *Columns) insert(key string) int {
	if c.index == nil {
		c.index = make(map[string]int)
	}
	i := len(c.columns)
	if i < cap(c.columns) {
		c.columns = c.columns[:i+1]
	} else {
		c.columns = append(c.columns, column{})
	}
	col := &c.columns[i]
	col.key, col.last, col.dense = key, -1, true
	c.index[key] = i
	return i
}

// thin makes a dense column say the row of each value.
func (col *column) thin() {
	col.dense = false
	col.rows = col.rows[:0]
	for i := range col.values {
		col.rows = append(col.rows, uint32(i))
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

// has reports whether a column of that key has a value.
func (c *Columns) has(key string) bool {
	i, ok := c.index[key]
	return ok && c.columns[i].last >= 0
}

// Points returns the rows as the points of a run; nil if no row has a value.
func (c *Columns) Points(run uint64, home uint32) *pb.RunPoints {
	if c.points == 0 {
		return nil
	}
	return &pb.RunPoints{Run: run, Home: home, Steps: c.steps, TimesMs: c.times, Series: c.build()}
}

// System returns the rows as metrics of the machine; nil if no row has a value.
func (c *Columns) System(run uint64, home uint32) *pb.RunSystem {
	if c.points == 0 {
		return nil
	}
	return &pb.RunSystem{Run: run, Home: home, Lines: c.steps, TimesMs: c.times, Series: c.build()}
}

// build returns the columns that have values, in the order in which their keys came.
func (c *Columns) build() []*pb.Series {
	out := make([]*pb.Series, 0, len(c.columns))
	block := make([]pb.Series, len(c.columns))
	for i := range c.columns {
		col := &c.columns[i]
		if len(col.values) == 0 {
			continue
		}
		if col.dense && len(col.values) != len(c.steps) {
			col.thin()
		}
		s := &block[i]
		s.Key, s.Values = col.key, col.values
		if !col.dense {
			s.Rows = col.rows
		}
		out = append(out, s)
	}
	return out
}

// keepUnused is how many keys without a value a reused Columns remembers beyond
// those that had some.
const keepUnused = 64

// Reset forgets the rows and keeps what makes the next ones cheap.
func (c *Columns) Reset() {
	for i := range c.columns {
		if col := &c.columns[i]; len(col.values) > 0 {
			col.values, col.rows, col.last, col.dense = col.values[:0], col.rows[:0], -1, true
		}
	}
	if len(c.columns) > 2*c.used+keepUnused {
		clear(c.columns)
		c.columns = c.columns[:0]
		clear(c.index)
	}
	c.steps, c.times, c.next, c.points, c.used = c.steps[:0], c.times[:0], 0, 0, 0
}
