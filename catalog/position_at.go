package catalog

import (
	"context"
	"time"

	"runledger/eventlog"
	"runledger/internal/position"
)

// PositionAt returns the position of all records that the log took at or before a time.
func (c *Catalog) PositionAt(ctx context.Context, at time.Time) (position.Position, error) {
	return PositionAt(ctx, c.log, at)
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
