package catalog

import (
	"context"
	"errors"
	"fmt"
	"time"

	"runledger/eventlog"
)

// States of the past are folded when they are asked for: from the nearest place before
// that is at hand (a state that was folded for an earlier question, a snapshot, else the
// log's first record) up to the place asked for.

var (
	// ErrAhead: the log hasn't come that far.
	ErrAhead = errors.New("the log doesn't reach there")
	// ErrPastBusy: as many states of the past as may be are being folded already.
	ErrPastBusy = errors.New("too many states of the past are being folded")
)

const (
	foldsAtOnce  = 2               // of the past: each takes a core and as much memory as the live state
	pastWait     = 5 * time.Second // for one's turn
	keepPast     = 10 * time.Minute
	keepCursor   = time.Minute // a state that folds on is as large as the live one
	pastMost     = 16          // states
	pastMaxBytes = 256 << 20   // of what states don't share, about
)

// StateAt returns the state that holds everything below next, neither more nor less. It
// is shared: it must not be changed. What was purged since is in it; see Remains. It
// waits for the live fold to get there.
func (c *Catalog) StateAt(ctx context.Context, next eventlog.Offset) (*State, error) {
	if err := c.reaches(ctx, next); err != nil {
		return nil, err
	}
	entry, err := c.past.get(ctx, next, c.makePast)
	if err != nil {
		return nil, fmt.Errorf("fold the actions before %d: %w", next, err)
	}
	return entry.state, nil
}

// reaches returns nil once the live fold has everything below next.
func (c *Catalog) reaches(ctx context.Context, next eventlog.Offset) error {
	if err := c.waiting.over(); err != nil {
		return err
	}
	if next <= c.Next() {
		return nil
	}
	if err := c.Fresh(ctx); err != nil {
		return err
	}
	if end := c.Next(); next > end {
		return fmt.Errorf("%w: %d is asked for, it ends at %d", ErrAhead, next, end)
	}
	return nil
}

// makePast makes a state that isn't at hand.
func (c *Catalog) makePast(ctx context.Context, next eventlog.Offset) (*State, error) {
	if s := c.liveAt(next); s != nil {
		c.metrics.pastStates.WithLabelValues("live").Inc()
		return s, nil
	}
	var s *State
	err := c.withCursor(ctx, next, func(cursor *State) error {
		from := cursor.Next()
		if err := c.foldTo(ctx, cursor, next, nil); err != nil {
			return err
		}
		s = cursor.Clone()
		c.snaps.foldedPast(s, next-from)
		return nil
	})
	c.metrics.pastStates.WithLabelValues("folded").Inc()
	return s, err
}

// liveAt returns a copy of the live state if it is at next, else nil.
func (c *Catalog) liveAt(next eventlog.Offset) *State {
	var f frozen
	c.View(func(s *State) {
		if s.Next() == next {
			f = s.freeze()
		}
	})
	if f.state == nil {
		return nil
	}
	return f.whole()
}

// withCursor calls f with a state of its own that folds on, at or before next.
func (c *Catalog) withCursor(ctx context.Context, next eventlog.Offset, f func(*State) error) error {
	leave, err := c.past.enter(ctx)
	if err != nil {
		if errors.Is(err, ErrPastBusy) {
			c.metrics.pastStates.WithLabelValues("busy").Inc()
		}
		return err
	}
	defer leave()
	cursor := c.past.cursor(next)
	if s := c.pastBase(ctx, next, cursor); s != nil {
		cursor = s
	}
	defer func() { c.past.putCursor(cursor, c.clock()) }()
	return f(cursor)
}

// pastBase returns a state that is nearer to next than the cursor, nil if there's none.
func (c *Catalog) pastBase(ctx context.Context, next eventlog.Offset, cursor *State) *State {
	kept, from := c.past.nearest(next), cursor.Next()
	if kept != nil && kept.Next() > from+kept.copyCost() {
		from = kept.Next()
	} else {
		kept = nil
	}
	for {
		stored, ok := c.snaps.nearest(next)
		if !ok || stored.Next <= from+loadCost(stored) {
			break
		}
		if s := c.loadSnapshot(ctx, stored.Next); s != nil {
			return s
		}
		if ctx.Err() != nil {
			return nil
		}
	}
	if kept != nil {
		return kept.Clone()
	}
	return nil
}

// loadCost is what loading a snapshot takes, in actions that could be folded instead.
func loadCost(s StoredSnapshot) eventlog.Offset { return eventlog.Offset(s.Size) / 300 }

// copyCost is what a copy that folds on takes, in actions that could be folded instead.
func (s *State) copyCost() eventlog.Offset {
	return eventlog.Offset(len(s.runs)+s.ids.len()+len(s.docs)) / 32
}

// foldTo applies what the log has from the state on up to next; each is told of it.
func (c *Catalog) foldTo(ctx context.Context, s *State, next eventlog.Offset, each func(Record, Verdict)) error {
	for s.Next() < next {
		stored, err := c.log.Read(ctx, eventlog.Actions, 0, s.Next(), readBytes)
		if err != nil {
			return fmt.Errorf("read actions from %d: %w", s.Next(), err)
		}
		for _, st := range stored {
			if st.Offset >= next { // offsets before it hold nothing
				return nil
			}
			r := Decode(st)
			v := s.Apply(r)
			if s.Newer() != "" {
				return fmt.Errorf("%w: %s", ErrNewerLog, s.Newer())
			}
			if each != nil {
				each(r, v)
			}
		}
		c.metrics.pastFolded.Add(float64(len(stored)))
	}
	return nil
}
