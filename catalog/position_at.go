package catalog

import (
	"context"
	"fmt"
	"slices"
	"time"

	"runledger/eventlog"
	"runledger/internal/position"
)

// AsOf reads what a client gives as as_of: a position, which is completed, or a time
// (RFC 3339), which is returned then too. Of text that is neither it returns
// position.ErrBad, of a position that can't be of this log ErrAhead.
func AsOf(ctx context.Context, log eventlog.Log, text string) (position.Position, time.Time, error) {
	if at, err := time.Parse(time.RFC3339Nano, text); err == nil {
		p, err := PositionAt(ctx, log, at)
		return p, at, err
	}
	p, err := position.Parse(text)
	if err == nil {
		p, err = Complete(ctx, log, p)
	}
	return p, time.Time{}, err
}

// AsOf is AsOf on the catalog's log.
func (c *Catalog) AsOf(ctx context.Context, text string) (position.Position, time.Time, error) {
	return AsOf(ctx, c.log, text)
}

// PositionAt returns the position of all records that a log took at or before a time.
func PositionAt(ctx context.Context, log eventlog.Log, at time.Time) (position.Position, error) {
	actions, err := eventlog.OffsetAt(ctx, log, eventlog.Actions, 0, at)
	if err != nil {
		return position.Position{}, err
	}
	parts, err := log.Partitions(ctx, eventlog.Telemetry)
	if err != nil {
		return position.Position{}, err
	}
	p := position.Position{Actions: actions, Telemetry: make([]uint64, parts)}
	for i := range parts {
		if p.Telemetry[i], err = eventlog.OffsetAt(ctx, log, eventlog.Telemetry, i, at); err != nil {
			return position.Position{}, err
		}
	}
	return p, nil
}

// Complete returns a position that names every partition. The reply to a request names
// only those that it wrote to; of the others counts what the log took up to the time of
// the position's latest record.
func Complete(ctx context.Context, log eventlog.Log, p position.Position) (position.Position, error) {
	parts, err := log.Partitions(ctx, eventlog.Telemetry)
	if err != nil {
		return p, err
	}
	if len(p.Telemetry) > parts {
		return p, fmt.Errorf("%w: a position of %d partitions, and it has %d", ErrAhead, len(p.Telemetry), parts)
	}
	out := position.Position{Actions: p.Actions, Telemetry: make([]uint64, parts)}
	if copy(out.Telemetry, p.Telemetry); !slices.Contains(out.Telemetry, 0) {
		return out, nil
	}
	at, err := TimeOf(ctx, log, p)
	if err != nil || at.IsZero() {
		return out, err
	}
	for i := range parts {
		if out.Telemetry[i] == 0 {
			if out.Telemetry[i], err = eventlog.OffsetAt(ctx, log, eventlog.Telemetry, i, at); err != nil {
				return p, err
			}
		}
	}
	return out, nil
}

// TimeOf is the log time of a position's latest record; zero if it has none, or lies
// beyond the log's end.
func TimeOf(ctx context.Context, log eventlog.Log, p position.Position) (latest time.Time, err error) {
	look := func(topic eventlog.Topic, part int, next uint64) error {
		bounds, err := log.Bounds(ctx, topic, part)
		if err != nil || next == 0 || next > bounds.Next || next <= bounds.First {
			return err
		}
		records, err := log.Read(ctx, topic, part, next-1, 1)
		if err != nil {
			return fmt.Errorf("find the time of %s/%d below %d: %w", topic, part, next, err)
		}
		if at := records[0].At; at.After(latest) {
			latest = at
		}
		return nil
	}
	if err := look(eventlog.Actions, 0, p.Actions); err != nil {
		return latest, err
	}
	for part, next := range p.Telemetry {
		if err := look(eventlog.Telemetry, part, next); err != nil {
			return latest, err
		}
	}
	return latest, nil
}
