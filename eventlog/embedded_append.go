package eventlog

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

// patience is how long Append waits for a disk that neither writes nor fails.
const patience = 30 * time.Second

// call is one Append on its way through the committer.
type call struct {
	results   []Appended
	left      int   // batches that aren't settled; the committer's own
	err       error // of the first batch that failed
	done      chan struct{}
	abandoned atomic.Bool // the caller went away: what isn't committed yet needn't be
}

// waiting is one batch in the queue: encoded, so that the caller's records aren't
// needed any more, but without offsets and time.
type waiting struct {
	call    *call
	index   int // in call.results
	part    *partition
	encoded []byte
	ends    []int // of each record in encoded
}

// queue holds the batches that wait for the next commit.
type queue struct {
	mu      sync.Mutex
	waiting []*waiting
	wake    chan struct{} // has room for one token: there's something to take
}

func (q *queue) add(ws []*waiting) {
	q.mu.Lock()
	q.waiting = append(q.waiting, ws...)
	q.mu.Unlock()
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

// take returns the batches at the head of the queue, up to about maxBytes.
func (q *queue) take(into []*waiting, maxBytes int) []*waiting {
	q.mu.Lock()
	defer q.mu.Unlock()
	n, bytes := 0, 0
	for n < len(q.waiting) && (n == 0 || bytes+len(q.waiting[n].encoded) <= maxBytes) {
		bytes += len(q.waiting[n].encoded)
		n++
	}
	into = append(into, q.waiting[:n]...)
	rest := copy(q.waiting, q.waiting[n:])
	clear(q.waiting[rest:])
	q.waiting = q.waiting[:rest]
	return into
}

// Append implements Log.
func (l *Embedded) Append(ctx context.Context, batches ...Batch) ([]Appended, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	began := time.Now()
	c := &call{
		results: make([]Appended, len(batches)), left: len(batches),
		done: make(chan struct{}),
	}
	ws, err := l.encode(c, batches)
	if err != nil {
		l.metrics.refuse(err)
		return nil, err
	}
	if len(ws) == 0 {
		return c.results, nil
	}
	if err := l.settle(ctx, c, ws); err != nil {
		l.metrics.refuse(err)
		return nil, err
	}
	records, bytes := 0, 0
	for _, w := range ws {
		records, bytes = records+len(w.ends), bytes+len(w.encoded)
	}
	l.metrics.appended(began, records, bytes)
	return c.results, nil
}

// encode checks all batches before it encodes the first.
func (l *Embedded) encode(c *call, batches []Batch) ([]*waiting, error) {
	ws := make([]*waiting, len(batches))
	sizes := make([]int, len(batches))
	for i := range batches {
		p, err := l.partition(batches[i].Topic, batches[i].Partition)
		if err != nil {
			return nil, err
		}
		if sizes[i], err = checkSize(&batches[i]); err != nil {
			return nil, err
		}
		ws[i] = &waiting{call: c, index: i, part: p}
	}
	for i, w := range ws {
		w.encoded = make([]byte, 0, sizes[i])
		w.ends = make([]int, len(batches[i].Records))
		for j := range batches[i].Records {
			w.encoded = appendRecord(w.encoded, &batches[i].Records[j])
			w.ends[j] = len(w.encoded)
		}
	}
	return ws, nil
}

// settle hands the batches to the committer and waits for its verdict.
func (l *Embedded) settle(ctx context.Context, c *call, ws []*waiting) error {
	if !l.enter() {
		return ErrClosed
	}
	defer l.inUse.Done()
	full, err := l.disk.check()
	if err != nil {
		return err
	}
	l.queue.add(ws)
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case <-c.done:
		return c.err
	case <-ctx.Done():
		err = ctx.Err()
	case <-full:
		_, err = l.disk.check()
	case <-timer.C:
		err = fmt.Errorf("%w: the disk hasn't answered for %s", ErrUnavailable, patience)
	}
	c.abandoned.Store(true)
	return err
}
