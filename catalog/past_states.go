package catalog

import (
	"context"
	"slices"
	"sync"
	"time"

	"runledger/eventlog"
)

// pastStates keeps states of the past for a while, and sees to it that each is made once
// and few at a time.
type pastStates struct {
	clock func() time.Time
	turns chan struct{} // one in it for each fold under way

	mu      sync.Mutex
	states  []*pastState // the one used last is at the end
	made    map[eventlog.Offset]chan struct{}
	cursors []cursor // that nobody uses now
}

// pastState is shared by all who ask for it.
type pastState struct {
	next  eventlog.Offset
	state *State
	used  time.Time
	size  int // bytes that it shares with no other, about

	mu      sync.Mutex
	remains *State // without what was purged since
	purges  int    // of the live state when remains was made
}

// cursor is a state that folds on.
type cursor struct {
	state *State
	used  time.Time
}

func newPastStates(clock func() time.Time) pastStates {
	return pastStates{clock: clock, turns: make(chan struct{}, foldsAtOnce), made: map[eventlog.Offset]chan struct{}{}}
}

// get returns the state at next, which one of those who ask for it makes.
func (p *pastStates) get(ctx context.Context, next eventlog.Offset, fold func(context.Context, eventlog.Offset) (*State, error)) (*pastState, error) {
	for {
		entry, made, mine := p.find(next)
		if entry != nil {
			return entry, nil
		}
		if mine {
			s, err := fold(ctx, next)
			return p.put(next, s, err), err
		}
		select {
		case <-made: // it's there now, or it failed: then somebody else tries
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// find returns the state; or a channel that is closed when it was made, and whether
// it's up to the caller to make it.
func (p *pastStates) find(next eventlog.Offset) (entry *pastState, made chan struct{}, mine bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if i := slices.IndexFunc(p.states, func(e *pastState) bool { return e.next == next }); i >= 0 {
		entry = p.states[i]
		entry.used = p.clock()
		p.states = append(slices.Delete(p.states, i, i+1), entry)
		return entry, nil, false
	}
	if made = p.made[next]; made != nil {
		return nil, made, false
	}
	made = make(chan struct{})
	p.made[next] = made
	return nil, made, true
}

func (p *pastStates) put(next eventlog.Offset, s *State, err error) *pastState {
	p.mu.Lock()
	defer p.mu.Unlock()
	close(p.made[next])
	delete(p.made, next)
	if err != nil {
		return nil
	}
	entry := &pastState{next: next, state: s, used: p.clock(), size: s.ownBytes()}
	p.states = append(p.states, entry)
	total := 0
	for i := len(p.states) - 1; i >= 0; i-- {
		total += p.states[i].size
		if n := len(p.states) - i; n > 1 && (n > pastMost || total > pastMaxBytes) {
			p.states = slices.Delete(p.states, 0, i+1)
			break
		}
	}
	return entry
}

// ownBytes is about what a copy takes beyond what it shares.
func (s *State) ownBytes() int { return 64*len(s.runs) + 250*len(s.docs) + 500*len(s.projects) + 1000 }

// enter waits for one's turn to fold.
func (p *pastStates) enter(ctx context.Context) (leave func(), err error) {
	leave = func() { <-p.turns }
	select {
	case p.turns <- struct{}{}:
		return leave, nil
	default:
	}
	timer := time.NewTimer(pastWait)
	defer timer.Stop()
	select {
	case p.turns <- struct{}{}:
		return leave, nil
	case <-timer.C:
		return nil, ErrPastBusy
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// cursor takes the free cursor that is nearest before next, or a new one.
func (p *pastStates) cursor(next eventlog.Offset) *State {
	p.mu.Lock()
	defer p.mu.Unlock()
	best := -1
	for i, c := range p.cursors {
		if c.state.Next() <= next && (best < 0 || c.state.Next() > p.cursors[best].state.Next()) {
			best = i
		}
	}
	if best < 0 {
		return NewState()
	}
	s := p.cursors[best].state
	p.cursors = slices.Delete(p.cursors, best, best+1)
	return s
}

func (p *pastStates) putCursor(s *State, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if s.Newer() != "" {
		return
	}
	p.cursors = append(p.cursors, cursor{s, now})
	if len(p.cursors) > foldsAtOnce {
		p.cursors = slices.Delete(p.cursors, 0, 1)
	}
}

// nearest returns the state nearest before next that is kept.
func (p *pastStates) nearest(next eventlog.Offset) (best *State) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, e := range p.states {
		if e.next <= next && (best == nil || e.state.Next() > best.Next()) {
			best = e.state
		}
	}
	return best
}

// forget lets go of what nobody has used for long.
func (p *pastStates) forget(now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.states = slices.DeleteFunc(p.states, func(e *pastState) bool { return now.Sub(e.used) > keepPast })
	p.cursors = slices.DeleteFunc(p.cursors, func(c cursor) bool { return now.Sub(c.used) > keepCursor })
}
