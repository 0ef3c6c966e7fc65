// Package progress tells readers how far the projections are: in one process
// through a Board that projections write and queries wait on; over processes the
// changes topic feeds each reader's Board.
package progress

import (
	"context"
	"sync"

	"runledger/internal/position"
)

// Kind is what a reader needs to be there.
type Kind int

const (
	// Points: points, rewritten, values, console, system metrics, files.
	Points Kind = iota
	// Runs: everything, also the run rows (config, summary, state), which follow coalesced.
	Runs
	kinds
)

// Board holds how far the tables reach. The zero value is not usable: use NewBoard.
type Board struct {
	mu      sync.Mutex
	at      [kinds]position.Position
	changed chan struct{} // closed and replaced at every advance
	watches []*Watch
}

// NewBoard returns a Board at the log's beginning.
func NewBoard() *Board { return &Board{changed: make(chan struct{})} }

// Advance says that all tables of kind k include everything below next in telemetry
// partition part, without knowing which runs that changed. It never goes back.
func (b *Board) Advance(k Kind, part int, next uint64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	at := map[int]uint64{part: next}
	b.change(k, at, at, nil, false, false)
}

// AdvanceActions says that the tables made from actions (run_facts, audit) include
// everything below next.
func (b *Board) AdvanceActions(next uint64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for k := range b.at {
		b.at[k].Actions = max(b.at[k].Actions, next)
	}
	b.wake()
}

func (b *Board) wake() {
	close(b.changed)
	b.changed = make(chan struct{})
	for _, w := range b.watches {
		select {
		case w.news <- struct{}{}:
		default:
		}
	}
}

// Reached returns how far the tables of kind k are.
func (b *Board) Reached(k Kind) position.Position {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.copy(k)
}

func (b *Board) copy(k Kind) position.Position { return position.Max(b.at[k], position.Position{}) }

// Wait returns nil once the tables of kind k include want, else ctx's error.
func (b *Board) Wait(ctx context.Context, k Kind, want position.Position) error {
	for {
		b.mu.Lock()
		ok, changed := b.at[k].Includes(want), b.changed
		b.mu.Unlock()
		if ok {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
