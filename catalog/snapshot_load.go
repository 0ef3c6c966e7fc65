package catalog

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"runledger/eventlog"
)

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
