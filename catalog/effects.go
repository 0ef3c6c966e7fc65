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
	effectsMost     = 4_096
	effectsMaxBytes = 64 << 20
	effectsBefore   = 1_000 // kept of a fold of the past: whoever undoes one undoes more
)

// Effect returns an action and the verdict that was given on it, with its changes.
func (c *Catalog) Effect(ctx context.Context, off eventlog.Offset) (Record, Verdict, error) {
	if err := c.reaches(ctx, off+1); err != nil {
		return Record{}, Verdict{}, err
	}
	for _, known := range []*effects{&c.effects, &c.older} {
		if v, ok := known.get(off); ok {
			r, err := c.action(ctx, off)
			return r, v, err
		}
	}
	var record Record
	var verdict Verdict
	err := c.withCursor(ctx, off, func(s *State) error {
		return c.foldTo(ctx, s, off+1, func(r Record, v Verdict) {
			if r.Offset == off {
				record, verdict = r, v
			}
			if r.Offset+effectsBefore > off {
				c.older.note(r.Offset, v)
			}
		})
	})
	if err == nil && record.Event == nil && record.Newer == "" && verdict.Outcome == 0 {
		err = fmt.Errorf("%w: there's no action %d", ErrAhead, off)
	}
	if err != nil {
		return Record{}, Verdict{}, fmt.Errorf("find out what action %d did: %w", off, err)
	}
	return record, verdict, nil
}

// action reads one action.
func (c *Catalog) action(ctx context.Context, off eventlog.Offset) (Record, error) {
	records, err := c.log.Read(ctx, eventlog.Actions, 0, off, 1)
	if err != nil {
		return Record{}, fmt.Errorf("read action %d: %w", off, err)
	}
	return Decode(records[0]), nil
}

// noteEffects keeps what was just folded; of a start that has a long way to go, only
// what will be the latest then.
func (c *Catalog) noteEffects(part []Record, verdicts []Verdict) {
	if part[len(part)-1].Offset+effectsMost < c.metrics.end.Load() {
		return
	}
	for i, r := range part {
		c.effects.note(r.Offset, verdicts[i])
	}
}

// effects keeps what actions changed, bounded; the first noted go first.
type effects struct {
	mu    sync.Mutex
	by    map[eventlog.Offset]Verdict
	queue []eventlog.Offset // as noted
	bytes int
}

func newEffects() effects { return effects{by: map[eventlog.Offset]Verdict{}} }

func (e *effects) get(off eventlog.Offset) (Verdict, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	v, ok := e.by[off]
	return v, ok
}

// note keeps an action that was accepted and changed something.
func (e *effects) note(off eventlog.Offset, v Verdict) {
	if v.Outcome != Accepted || len(v.Changes) == 0 {
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if _, ok := e.by[off]; ok {
		return
	}
	e.by[off] = v
	e.queue = append(e.queue, off)
	for e.bytes += v.size(); len(e.queue) > effectsMost || e.bytes > effectsMaxBytes && len(e.queue) > 1; {
		e.bytes -= e.by[e.queue[0]].size()
		delete(e.by, e.queue[0])
		e.queue = e.queue[1:]
	}
}

// size is about how many bytes a verdict takes.
func (v Verdict) size() int {
	n := 300 + len(v.Before) + len(v.After)
	for _, c := range v.Changes {
		n += 100 + len(c.From) + len(c.To) + 32*len(c.IDs)
	}
	return n
}
