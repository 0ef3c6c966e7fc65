package progress

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"time"

	"runledger/eventlog"
	"runledger/internal/position"
)

// reached is a record of the changes topic: how far one process's tables are, and which
// runs changed by its own doing since its last record. It is repeated while nothing
// changes, so that a reader that begins now knows soon.
type reached struct {
	Points        position.Position `json:"points"`
	Runs          position.Position `json:"runs"`
	PointsChanges said              `json:"points_changes,omitzero"`
	RunsChanges   said              `json:"runs_changes,omitzero"`
}

// said is Changes as it travels.
type said struct {
	From    map[int]uint64 `json:"from,omitempty"`
	Runs    []byte         `json:"runs,omitempty"` // differences of rising numbers, as varints
	TooMany bool           `json:"too_many,omitempty"`
}

// maxSaid bounds a record: some 100 KB.
const maxSaid = 20_000

func say(c Changes) said {
	s := said{From: c.From, TooMany: c.TooMany || len(c.Runs) > maxSaid}
	if s.TooMany {
		return s
	}
	last := uint64(0)
	for _, r := range c.Runs {
		s.Runs = binary.AppendUvarint(s.Runs, r-last)
		last = r
	}
	return s
}

// runs are the numbers; ok is false if they can't be read.
func (s said) runs() (runs []uint64, ok bool) {
	last := uint64(0)
	for b := s.Runs; len(b) > 0; {
		d, n := binary.Uvarint(b)
		if n <= 0 {
			return nil, false
		}
		b = b[n:]
		last += d
		runs = append(runs, last)
	}
	return runs, true
}

// Paces of announcements: at most, and at least.
const (
	announceAtMost  = 20 * time.Millisecond
	announceAtLeast = 2 * time.Second
)

// Publish announces this process's board on the changes topic until ctx ends.
// Of one that is lost the next makes up for the position; its readers see that changes
// are missing, as it doesn't begin where they are.
func Publish(ctx context.Context, b *Board, log eventlog.Log, failed func(error)) error {
	w, _, _ := b.watch(true)
	defer w.Close()
	for {
		points, runs := w.Take()
		value, err := json.Marshal(reached{points.Reached, runs.Reached, say(points), say(runs)})
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
		if err := wait(ctx, w.News(), announceAtLeast); err != nil {
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
	b.hear(Points, at.Points, at.PointsChanges)
	b.hear(Runs, at.Runs, at.RunsChanges)
	for k, p := range []position.Position{Points: at.Points, Runs: at.Runs} {
		b.at[k].Actions = max(b.at[k].Actions, p.Actions)
	}
	b.wake()
}

func (b *Board) hear(k Kind, at position.Position, s said) {
	from, next := make(map[int]uint64, len(at.Telemetry)), make(map[int]uint64, len(at.Telemetry))
	for part, to := range at.Telemetry {
		from[part], next[part] = to, to // what isn't said is missing
		if f, ok := s.From[part]; ok {
			from[part] = f
		}
	}
	runs, ok := s.runs()
	b.change(k, from, next, runs, s.TooMany || !ok, true)
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
