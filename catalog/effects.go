package catalog

import (
	"context"
	"fmt"
	"sync"

	"runledger/eventlog"
)

// What an action really did isn't in the log: it's the fold's verdict. The latest ones
// are kept in memory, others are folded again.

const (
	effectsMost     = 16_384
	effectsMaxBytes = 64 << 20
	effectsBefore   = 1_000 // kept of a fold of the past: whoever undoes one undoes more
)

// Effect returns an action and the verdict that was given on it, with its changes.
func (c *Catalog) Effect(ctx context.Context, off eventlog.Offset) (Record, Verdict, error) {
	if e, ok := c.effects.get(off); ok {
		return e.record, e.verdict, nil
	}
	if err := c.reaches(ctx, off+1); err != nil {
		return Record{}, Verdict{}, err
	}
	if e, ok := c.effects.get(off); ok {
		return e.record, e.verdict, nil
	}
	if e, ok := c.older.get(off); ok {
		return e.record, e.verdict, nil
	}
	var found effect
	err := c.withCursor(ctx, off, func(s *State) error {
		return c.foldTo(ctx, s, off+1, func(r Record, v Verdict) {
			if r.Offset == off {
				found = effect{r, v}
			}
			if r.Offset+effectsBefore > off {
				c.older.note(r, v)
			}
		})
	})
	if err != nil {
		return Record{}, Verdict{}, fmt.Errorf("find out what action %d did: %w", off, err)
	}
	return found.record, found.verdict, nil
}

type effect struct {
	record  Record
	verdict Verdict
}

// effects keeps what actions changed, bounded; the first noted go first.
type effects struct {
	mu    sync.Mutex
	by    map[eventlog.Offset]effect
	queue []eventlog.Offset // as noted
	bytes int
}

func newEffects() effects { return effects{by: map[eventlog.Offset]effect{}} }

func (e *effects) get(off eventlog.Offset) (effect, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	f, ok := e.by[off]
	return f, ok
}

// note keeps an action that was accepted and changed something.
func (e *effects) note(r Record, v Verdict) {
	if v.Outcome != Accepted || len(v.Changes) == 0 {
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if _, ok := e.by[r.Offset]; ok {
		return
	}
	f := effect{r, v}
	e.by[r.Offset] = f
	e.queue = append(e.queue, r.Offset)
	for e.bytes += f.size(); len(e.queue) > effectsMost || e.bytes > effectsMaxBytes && len(e.queue) > 1; {
		e.bytes -= e.by[e.queue[0]].size()
		delete(e.by, e.queue[0])
		e.queue = e.queue[1:]
	}
}

// size is about how many bytes it takes: an event says much the same as its changes.
func (f effect) size() int {
	n := 1000 + 2*(len(f.verdict.Before)+len(f.verdict.After))
	for _, c := range f.verdict.Changes {
		n += 2*(len(c.From)+len(c.To)) + 40*len(c.IDs)
	}
	return n
}
