package read

import (
	"context"
	"time"

	"runledger/catalog"
	"runledger/eventlog"
)

// TimeOf is the log time of a pinned moment: the one asked for, or that of the latest
// record below its position.
func TimeOf(ctx context.Context, log eventlog.Log, at Moment) (time.Time, error) {
	if !at.Time.IsZero() {
		return at.Time, nil
	}
	return catalog.TimeOf(ctx, log, at.Position)
}
