package eventlog

import (
	"encoding/binary"
	"fmt"

	"github.com/cockroachdb/pebble/v2"
)

// maxCommit bounds the bytes of one commit, unless a single batch is larger. Larger
// commits don't get faster, and a whole one must fit into half a memtable.
const maxCommit = 2 << 20

// commitLoop is the only goroutine that writes to the store. Batches that arrive
// while it syncs wait in the queue and share the next commit.
func (l *Embedded) commitLoop() {
	defer close(l.committed)
	defer l.commitPanic()
	var group []*waiting
	for {
		select {
		case <-l.queue.wake:
		case <-l.stop:
			return
		}
		for {
			clear(group)
			if group = l.queue.take(group[:0], maxCommit); len(group) == 0 {
				break
			}
			l.commit(group)
		}
	}
}

// commitPanic catches what the store does when its write-ahead log has failed before:
// it panics. The log is lost then, the process isn't.
func (l *Embedded) commitPanic() {
	if p := recover(); p != nil {
		l.disk.fail(fmt.Errorf("commit: %v", p))
		select {} // as storeLogger.Fatalf
	}
}

// commit stores the batches of a group together, shows them to readers, and tells
// their callers.
func (l *Embedded) commit(group []*waiting) {
	batch := l.db.NewBatch()
	defer batch.Close()
	now := l.clock()
	records, from := 0, make(map[*partition]Offset, len(l.topics))
	for _, w := range group {
		if w.call.abandoned.Load() {
			continue
		}
		if _, seen := from[w.part]; !seen {
			from[w.part] = w.part.next
		}
		w.call.results[w.index] = l.stage(batch, w, w.part.tick(now))
		records += len(w.ends)
	}
	if records > 0 {
		if err := batch.Commit(pebble.Sync); err != nil {
			for p, next := range from {
				p.next = next
			}
			finish(group, fmt.Errorf("%w: commit %d records: %w", ErrUnavailable, records, err))
			return
		}
		l.metrics.committed(len(group), batch.Len())
	}
	for p := range from {
		p.advance(p.next)
	}
	finish(group, nil)
}

// stage adds a waiting batch to a commit under the partition's next offsets.
func (l *Embedded) stage(batch *pebble.Batch, w *waiting, at int64) Appended {
	p, start := w.part, 0
	first := p.next
	for _, end := range w.ends {
		op := batch.SetDeferred(keyLen, end-start)
		copy(op.Key, p.prefix[:])
		binary.BigEndian.PutUint64(op.Key[prefixLen:], p.next)
		copy(op.Value, w.encoded[start:end])
		setAt(op.Value, at)
		_ = op.Finish() // it fails for indexed batches only
		p.next++
		start = end
	}
	return Appended{First: first, At: timeOf(at)}
}
