package projections

import (
	"context"
	"errors"
	"time"

	"runledger/eventlog"
)

// final are errors that trying again doesn't mend.
var final = []error{ErrForeignTables, errLease, eventlog.ErrClosed, eventlog.ErrOutOfRange, eventlog.ErrNoTopic}

// persist repeats a query until it succeeds: the engine, or the log, may be away for a
// while.
func (w *worker) persist(ctx context.Context, what string, try func() error) error {
	wait := 50 * time.Millisecond
	for {
		err := try()
		if err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		for _, f := range final {
			if errors.Is(err, f) {
				return err
			}
		}
		w.metrics.retries.WithLabelValues(what).Inc()
		w.logger.Warn("the projector failed, trying again", "what", what, "error", err)
		if err := pause(ctx, wait); err != nil {
			return err
		}
		if !w.held() {
			return errLease
		}
		wait = min(2*wait, time.Second)
	}
}

// pause waits, or returns ctx's error.
func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
