package report

import (
	"context"
	"sync"
	"time"

	"runledger/eventlog"
)

// times tells when an action was taken. The fold keeps offsets only; what stands in the
// log never changes, so a time that was read once is kept.
type times struct {
	log eventlog.Log

	mu    sync.Mutex
	known map[uint64]time.Time
}

// of returns the log time of the action that gave a document its version; nil if the log
// can't say now.
func (t *times) of(ctx context.Context, version uint64) *time.Time {
	if version == 0 {
		return nil
	}
	t.mu.Lock()
	at, ok := t.known[version]
	t.mu.Unlock()
	if ok {
		return &at
	}
	ctx, cancel := context.WithTimeout(ctx, timeWithin)
	defer cancel()
	records, err := t.log.Read(ctx, eventlog.Actions, 0, version-1, 1)
	if err != nil || len(records) == 0 || records[0].Offset != version-1 {
		return nil
	}
	at = records[0].At.UTC()
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.known) >= knownTimes {
		clear(t.known)
	}
	t.known[version] = at
	return &at
}
