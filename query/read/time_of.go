package read

import (
	"context"
	"fmt"
	"time"

	"runledger/eventlog"
)

// TimeOf is the log time of a pinned moment: the one asked for, or that of the latest
// record below its position.
func TimeOf(ctx context.Context, log eventlog.Log, at Moment) (time.Time, error) {
	if !at.Time.IsZero() {
		return at.Time, nil
	}
	var latest time.Time
	look := func(topic eventlog.Topic, part int, next uint64) error {
		if next == 0 {
			return nil
		}
		records, err := log.Read(ctx, topic, part, next-1, 1)
		if err != nil {
			return fmt.Errorf("find the time of %s/%d below %d: %w", topic, part, next, err)
		}
		if len(records) > 0 && records[0].At.After(latest) {
			latest = records[0].At
		}
		return nil
	}
	if err := look(eventlog.Actions, 0, at.Position.Actions); err != nil {
		return latest, err
	}
	for part, next := range at.Position.Telemetry {
		if err := look(eventlog.Telemetry, part, next); err != nil {
			return latest, err
		}
	}
	return latest, nil
}
