package projections

import "time"

// Limits of a batch: it must stay one atomic part of points, and in memory.
const (
	maxBatchRows  = 400_000
	maxBatchBytes = 64 << 20
)

// batch is what is inserted together: the rows of every table and how far they reach.
type batch struct {
	tables []tableRows // as in batchTables
	next   map[int]uint64
	runs   map[uint64]struct{} // that events are of, also repeated ones
	since  time.Time           // log time of the oldest event in it; zero = empty
	events int
}

func newBatch(keys *keyTable) *batch {
	b := &batch{next: map[int]uint64{}, runs: map[uint64]struct{}{}}
	for _, t := range batchTables {
		b.tables = append(b.tables, t.rows(keys))
	}
	return b
}

func (b *batch) empty() bool { return len(b.next) == 0 }

func (b *batch) rows() int {
	n := 0
	for _, t := range b.tables {
		n += t.len()
	}
	return n
}

func (b *batch) full() bool {
	rows, size := 0, 0
	for _, t := range b.tables {
		rows, size = max(rows, t.len()), size+t.size()
	}
	return rows >= maxBatchRows || size >= maxBatchBytes
}

func (b *batch) reset() {
	for _, t := range b.tables {
		t.reset()
	}
	clear(b.next)
	clear(b.runs)
	b.since, b.events = time.Time{}, 0
}

// seal ends collecting: afterwards the batch belongs to the inserting goroutine.
func (b *batch) seal() {
	for _, t := range b.tables {
		if p, ok := t.(*pointRows); ok {
			p.seal()
		}
	}
}

func (b *batch) setAside(a aside) {
	for _, t := range b.tables {
		if rows, ok := t.(*asideRows); ok {
			rows.add(a)
		}
	}
}
