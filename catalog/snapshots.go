package catalog

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"runledger/eventlog"
)

// When snapshots are written: after so many actions, after so long if there were any,
// and at the end.
const (
	snapshotActions = 50_000
	snapshotEvery   = 10 * time.Minute
	lastSnapshot    = 10 * time.Second // that the one at the end may take
)

// snapshots is what a catalog knows of its store.
type snapshots struct {
	store  SnapshotStore // nil: none
	due    chan struct{} // so many actions were folded
	past   chan *State   // that took long to fold: worth keeping
	latest atomic.Uint64 // the offset that was last written, tried or loaded

	mu       sync.Mutex
	unusable map[eventlog.Offset]bool
}

func newSnapshots(store SnapshotStore) snapshots {
	return snapshots{store: store, due: make(chan struct{}, 1), past: make(chan *State, 1), unusable: map[eventlog.Offset]bool{}}
}

// folded says how far the fold is.
func (n *snapshots) folded(next eventlog.Offset) {
	if n.store == nil || next < n.latest.Load()+snapshotActions {
		return
	}
	select {
	case n.due <- struct{}{}:
	default:
	}
}

// foldedPast says that a state of the past was folded over so many actions.
func (n *snapshots) foldedPast(s *State, actions eventlog.Offset) {
	if n.store == nil || actions < 2*snapshotActions {
		return
	}
	select {
	case n.past <- s:
	default:
	}
}

// keepPastSnapshot writes one of the past, so that the next one who asks for about that
// time waits less: a program that reads no earlier snapshots has none.
func (c *Catalog) keepPastSnapshot(ctx context.Context, s *State) {
	if err := c.putSnapshot(ctx, s); err != nil {
		c.metrics.snapshots.WithLabelValues("failed").Inc()
		c.logger.Warn("catalog: a snapshot of the past couldn't be written", "next", s.next, "error", err)
		return
	}
	c.metrics.snapshots.WithLabelValues("written").Inc()
	c.tidySnapshots()
}

// keepSnapshots writes snapshots as they become due.
func (c *Catalog) keepSnapshots(ctx context.Context) error {
	tick := time.NewTicker(snapshotEvery)
	defer tick.Stop()
	for {
		select {
		case <-c.snaps.due:
			if behind, _ := c.Lag(); behind > snapshotActions {
				continue // the one at the log's end will do
			}
		case <-tick.C:
		case s := <-c.snaps.past:
			c.keepPastSnapshot(ctx, s)
			continue
		case <-ctx.Done():
			return ctx.Err()
		}
		c.snapshot(ctx)
	}
}

// snapshot writes one of the state as it is, if it has changed since the last one. An
// error is only told: the log has everything.
func (c *Catalog) snapshot(ctx context.Context) {
	if c.snaps.store == nil {
		return
	}
	var f frozen
	began := time.Now()
	c.View(func(s *State) {
		if s.newer == "" && s.next > c.snaps.latest.Load() {
			f = s.freeze()
		}
	})
	if f.state == nil {
		return
	}
	c.metrics.snapshotFreeze.Set(time.Since(began).Seconds())
	next := f.state.next
	c.snaps.latest.Store(next)
	if err := c.putSnapshot(ctx, f.bare()); err != nil {
		c.metrics.snapshots.WithLabelValues("failed").Inc()
		c.logger.Warn("catalog: a snapshot couldn't be written; a start takes longer without", "next", next, "error", err)
		return
	}
	c.metrics.snapshots.WithLabelValues("written").Inc()
	c.metrics.snapshotSeconds.Set(time.Since(began).Seconds())
	c.logger.Debug("catalog: a snapshot was written", "next", next, "took", time.Since(began))
	c.tidySnapshots()
}

func (c *Catalog) tidySnapshots() {
	if err := c.thinSnapshots(); err != nil {
		c.logger.Warn("catalog: old snapshots couldn't be removed", "error", err)
	}
}

func (c *Catalog) putSnapshot(ctx context.Context, s *State) error {
	last, err := c.recordBefore(ctx, s.next)
	if err != nil {
		return err
	}
	return c.snaps.store.Put(s.next, func(w io.Writer) error { return writeSnapshot(w, s, last) })
}

// recordBefore identifies the last record that a state has.
func (c *Catalog) recordBefore(ctx context.Context, next eventlog.Offset) (id [32]byte, err error) {
	if next == 0 {
		return id, errors.New("there's no record before the first")
	}
	records, err := c.log.Read(ctx, eventlog.Actions, 0, next-1, 1)
	if err != nil {
		return id, fmt.Errorf("read action %d: %w", next-1, err)
	}
	return lastRecord(records[0]), nil
}

// thinSnapshots removes those that can't be used and those that aren't needed.
func (c *Catalog) thinSnapshots() error {
	list, err := c.snaps.store.List()
	if err != nil {
		return err
	}
	var gone []eventlog.Offset
	c.snaps.mu.Lock()
	list = slices.DeleteFunc(list, func(s StoredSnapshot) bool {
		if c.snaps.unusable[s.Next] && s.Next != c.snaps.latest.Load() {
			gone = append(gone, s.Next)
			return true
		}
		return false
	})
	clear(c.snaps.unusable)
	c.snaps.mu.Unlock()
	for _, next := range append(gone, surplus(list, snapshotsMost, snapshotsBytes)...) {
		err = errors.Join(err, c.snaps.store.Delete(next))
	}
	return err
}
