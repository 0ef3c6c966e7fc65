package progress

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"runledger/eventlog"
	"runledger/internal/position"
)

// reached is a record of the changes topic: how far one process's tables are. It is
// repeated while nothing changes, so that a reader that begins now knows soon.
type reached struct {
	Points position.Position `json:"points"`
	Runs   position.Position `json:"runs"`
}

// Paces of announcements: at most, and at least.
const (
	announceAtMost  = 20 * time.Millisecond
	announceAtLeast = 2 * time.Second
)

// Publish announces this process's board on the changes topic until ctx ends.
// Announcements are hints: one that is lost is made up for by the next.
func Publish(ctx context.Context, b *Board, log eventlog.Log, failed func(error)) error {
	for {
		changed := b.next()
		value, err := json.Marshal(reached{b.Reached(Points), b.Reached(Runs)})
		if err != nil {
			return fmt.Errorf("announce progress: %w", err)
		}
		_, err = log.Append(ctx, eventlog.Batch{Topic: eventlog.Changes, Records: []eventlog.Record{{Value: value}}})
		if err != nil && ctx.Err() == nil {
			failed(fmt.Errorf("announce progress: %w", err))
		}
		if err := wait(ctx, nil, announceAtMost); err != nil {
			return nil
		}
		if err := wait(ctx, changed, announceAtLeast); err != nil {
			return nil
		}
	}
}

// Follow advances b by what projectors announce, until ctx ends.
func Follow(ctx context.Context, b *Board, log eventlog.Log) error {
	bounds, err := log.Bounds(ctx, eventlog.Changes, 0)
	if err != nil {
		return fmt.Errorf("follow progress: %w", err)
	}
	for next := bounds.Next; ; {
		records, err := log.Read(ctx, eventlog.Changes, 0, next, 1<<20)
		if err != nil {
			if ctx.Err() != nil {
				return nil
			}
			return fmt.Errorf("follow progress: %w", err)
		}
		for _, r := range records {
			next = r.Offset + 1
			var at reached
			if json.Unmarshal(r.Value, &at) == nil { // else: another version's; a hint less
				b.merge(at)
			}
		}
	}
}

func (b *Board) merge(at reached) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.at[Points] = position.Max(b.at[Points], at.Points)
	b.at[Runs] = position.Max(b.at[Runs], at.Runs)
	b.wake()
}

func (b *Board) next() <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.changed
}

// wait returns when woken or after d; ctx's error when it ends.
func wait(ctx context.Context, woken <-chan struct{}, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-woken:
	case <-t.C:
	case <-ctx.Done():
		return ctx.Err()
	}
	return nil
}
