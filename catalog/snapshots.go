package catalog

import (
	"cmp"
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
	latest atomic.Uint64 // the offset that was last written, tried or loaded

	mu       sync.Mutex
	unusable map[eventlog.Offset]bool
}

func newSnapshots(store SnapshotStore) snapshots {
	return snapshots{store: store, due: make(chan struct{}, 1), unusable: map[eventlog.Offset]bool{}}
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

// startFromSnapshot puts the newest usable snapshot in the place of the empty state.
func (c *Catalog) startFromSnapshot(ctx context.Context) error {
	if c.snaps.store == nil {
		return nil
	}
	began := time.Now()
	end, err := c.askEnd(ctx)
	if err != nil {
		return nil // the fold will tell
	}
	list := c.listSnapshots(end)
	for _, s := range list {
		state := c.loadSnapshot(ctx, s.Next)
		if state == nil {
			continue
		}
		c.mu.Lock()
		c.state = state
		c.mu.Unlock()
		c.snaps.latest.Store(s.Next)
		c.waiting.folded(s.Next, nil, nil)
		c.metrics.snapshots.WithLabelValues("loaded").Inc()
		c.logger.Info("catalog: started from a snapshot", "next", s.Next, "log_end", end, "took", time.Since(began))
		c.checked = true
		return c.checkPartitions(ctx, state.Partitions())
	}
	return ctx.Err()
}

// listSnapshots returns what may be of use for a log that ends at end, newest first.
func (c *Catalog) listSnapshots(end eventlog.Offset) []StoredSnapshot {
	list, err := c.snaps.store.List()
	if err != nil {
		c.ignored("unreadable", 0, err)
		return nil
	}
	list = slices.DeleteFunc(list, func(s StoredSnapshot) bool {
		if s.Next > end {
			c.ignored("ahead", s.Next, ErrAhead)
		}
		return s.Next > end
	})
	slices.SortFunc(list, func(a, b StoredSnapshot) int { return cmp.Compare(b.Next, a.Next) })
	return list
}

// ignored notes that a snapshot is of no use.
func (c *Catalog) ignored(reason string, next eventlog.Offset, err error) {
	c.snaps.mu.Lock()
	c.snaps.unusable[next] = true
	c.snaps.mu.Unlock()
	c.metrics.snapshotsIgnored.WithLabelValues(reason).Inc()
	c.logger.Warn("catalog: a snapshot is ignored, the log is folded instead", "next", next, "reason", reason, "error", err)
}

// loadSnapshot returns the state of a snapshot of this log, nil if it's of no use.
func (c *Catalog) loadSnapshot(ctx context.Context, next eventlog.Offset) *State {
	s, err := c.readSnapshot(ctx, next)
	if err == nil {
		return s
	}
	if ctx.Err() != nil {
		return nil
	}
	reason := "unreadable"
	for _, known := range []struct {
		err  error
		name string
	}{{errSnapshotDamaged, "damaged"}, {errSnapshotFormat, "format"}, {errSnapshotForeign, "foreign"}} {
		if errors.Is(err, known.err) {
			reason = known.name
		}
	}
	c.ignored(reason, next, err)
	return nil
}

func (c *Catalog) readSnapshot(ctx context.Context, next eventlog.Offset) (*State, error) {
	b, err := c.snaps.store.Get(next)
	if err != nil {
		return nil, err
	}
	h, body, err := openSnapshot(b)
	if err != nil {
		return nil, err
	}
	if h.Next != next {
		return nil, fmt.Errorf("%w: it is of %d", errSnapshotDamaged, h.Next)
	}
	last, err := c.recordBefore(ctx, next)
	if err != nil {
		return nil, err
	}
	if last != h.Last {
		return nil, fmt.Errorf("%w, or this one went another way: record %d isn't its last", errSnapshotForeign, next-1)
	}
	return readSnapshot(h, body)
}

// nearest returns the newest snapshot up to next that isn't known to be of no use.
func (n *snapshots) nearest(next eventlog.Offset) (best StoredSnapshot, ok bool) {
	if n.store == nil {
		return best, false
	}
	list, err := n.store.List()
	if err != nil {
		return best, false
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, s := range list {
		if s.Next <= next && s.Next >= best.Next && !n.unusable[s.Next] {
			best, ok = s, true
		}
	}
	return best, ok
}
