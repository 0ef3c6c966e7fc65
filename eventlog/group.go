package eventlog

import (
	"sync"
	"sync/atomic"
)

// call is one Append on its way through the committer.
type call struct {
	results   []Appended
	mu        sync.Mutex
	left      int   // batches that aren't settled
	err       error // of the first batch that failed
	done      chan struct{}
	abandoned atomic.Bool // the caller went away: what isn't committed yet needn't be
}

func newCall(batches int) *call {
	return &call{results: make([]Appended, batches), left: batches, done: make(chan struct{})}
}

// settle takes the outcome of one batch, and wakes the caller with the last one.
func (c *call) settle(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err != nil && c.err == nil {
		c.err = err
	}
	if c.left--; c.left == 0 {
		close(c.done)
	}
}

// waiting is one batch in the queue: encoded, so that the caller's records aren't
// needed any more, but without offsets and time.
type waiting struct {
	call    *call
	index   int        // in call.results
	part    *partition // of an embedded log
	encoded []byte
	ends    []int // of each record in encoded
}

// wanted tells whether anybody still waits for one of the batches.
func wanted(group []*waiting) bool {
	for _, w := range group {
		if !w.call.abandoned.Load() {
			return true
		}
	}
	return false
}

// queue holds the batches that wait for the next commit.
type queue struct {
	mu      sync.Mutex
	waiting []*waiting
	wake    chan struct{} // has room for one token: there's something to take
}

func newQueue() queue { return queue{wake: make(chan struct{}, 1)} }

func (q *queue) add(ws ...*waiting) {
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

// finish settles all batches of a group.
func finish(group []*waiting, err error) {
	for _, w := range group {
		w.call.settle(err)
	}
}
