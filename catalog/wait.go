package catalog

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"runledger/eventlog"
)

// ErrNewerLog is the answer to everything once the log holds what only a newer
// program understands.
var ErrNewerLog = errors.New("newer log")

// errStopped is the answer once Run has ended.
var errStopped = errors.New("the catalog isn't running")

// waiting holds who waits for the fold. Its lock is never held while the state's is
// asked for.
type waiting struct {
	mu      sync.Mutex
	ids     map[[16]byte]*command // commands in flight, by the ids of their events
	next    eventlog.Offset       // how far the fold is
	changed chan struct{}         // closed and replaced when next rises; nil if nobody waits
	ended   error                 // why the fold goes no further
	end     chan struct{}         // closed with ended set
}

// command is one call of Do in flight.
type command struct {
	verdicts []Verdict
	index    map[[16]byte]int // of the verdicts that are still missing
	done     chan struct{}    // closed when there are none
}

func newWaiting() waiting {
	return waiting{ids: map[[16]byte]*command{}, end: make(chan struct{})}
}

// folded is called by the fold after records: verdicts are those on their events, in
// order.
func (w *waiting) folded(next eventlog.Offset, records []Record, verdicts []Verdict) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.ids) > 0 {
		for i, r := range records {
			if r.Event != nil && len(r.Event.Id) == 16 {
				w.tell([16]byte(r.Event.Id), verdicts[i])
			}
		}
	}
	w.next = next
	if w.changed != nil {
		close(w.changed)
		w.changed = nil
	}
}

func (w *waiting) tell(id [16]byte, v Verdict) {
	cmd := w.ids[id]
	if cmd == nil {
		return
	}
	delete(w.ids, id)
	cmd.verdicts[cmd.index[id]] = v
	delete(cmd.index, id)
	if len(cmd.index) == 0 {
		close(cmd.done)
	}
}

// stop ends all waiting, now and later, with err.
func (w *waiting) stop(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.ended == nil {
		w.ended = err
		close(w.end)
	}
}

// over returns why the fold has ended, nil if it hasn't.
func (w *waiting) over() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.ended
}

func (w *waiting) add(cmd *command) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for id := range cmd.index {
		w.ids[id] = cmd
	}
}

func (w *waiting) remove(cmd *command) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for id := range cmd.index {
		delete(w.ids, id)
	}
}

// WaitFor returns nil once the fold has passed everything below next.
func (c *Catalog) WaitFor(ctx context.Context, next eventlog.Offset) error {
	w := &c.waiting
	for {
		w.mu.Lock()
		if w.next >= next {
			w.mu.Unlock()
			return nil
		}
		if w.changed == nil {
			w.changed = make(chan struct{})
		}
		changed := w.changed
		w.mu.Unlock()
		select {
		case <-changed:
		case <-w.end:
			return w.ended
		case <-ctx.Done():
			return fmt.Errorf("wait for action %d: %w", next, ctx.Err())
		}
	}
}

// Fresh returns nil once the fold has reached the end that the log had when Fresh
// was called. Nobody is told of a refusal before.
func (c *Catalog) Fresh(ctx context.Context) error {
	if err := c.waiting.over(); err != nil {
		return err
	}
	next, err := c.ends.get(ctx)
	if err != nil {
		return fmt.Errorf("ask for the end of the actions: %w", err)
	}
	return c.WaitFor(ctx, max(next, 1)) // 1: an empty log is about to be initialised
}
