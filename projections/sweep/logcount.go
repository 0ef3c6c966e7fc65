package sweep

import (
	"context"
	"encoding/binary"
	"sync"

	"runledger/catalog"
	cataloghttp "runledger/catalog/http"
	"runledger/event"
	"runledger/eventlog"
	"runledger/internal/position"
)

// logCount counts what the log holds of runs; it reads their partitions from the first
// record to the last.
type logCount struct {
	mu  sync.Mutex
	at  cataloghttp.PurgedLog
	end position.Position // up to where it counts
}

func (c *logCount) result() cataloghttp.PurgedLog {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

// passed tells whether a position includes all that was counted.
func (c *logCount) passed(by position.Position) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return by.Includes(c.end)
}

// mostCounts are remembered; an older one is counted again when it's asked for.
const mostCounts = 100

// count returns the count of a purge, and begins it.
func (s *Sweeper) count(purge uint64, runs []catalog.RunNo) *logCount {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.counts[purge]; c != nil && c.result().Error == "" {
		return c
	}
	if len(s.counts) >= mostCounts {
		clear(s.counts)
	}
	c := &logCount{}
	ctx := s.ctx
	if ctx == nil || ctx.Err() != nil {
		c.at.Error = "the server isn't running"
		return c
	}
	s.counts[purge] = c
	s.workers.Go(func() {
		if err := c.read(ctx, s.o.Log, runs); err != nil {
			c.mu.Lock()
			defer c.mu.Unlock()
			c.at = cataloghttp.PurgedLog{Error: err.Error()}
		}
	})
	return c
}

func (c *logCount) read(ctx context.Context, log eventlog.Log, runs []catalog.RunNo) error {
	of, err := log.Partitions(ctx, eventlog.Telemetry)
	if err != nil {
		return err
	}
	wanted := make(map[uint64]bool, len(runs))
	parts := map[int]bool{}
	for _, no := range runs {
		wanted[uint64(no)] = true
		parts[event.Partition(uint64(no), of)] = true
	}
	for part := range parts {
		if err := c.readPartition(ctx, log, part, wanted); err != nil {
			return err
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at.Counted = true
	return nil
}

const readBytes = 1 << 20

func (c *logCount) readPartition(ctx context.Context, log eventlog.Log, part int, wanted map[uint64]bool) error {
	bounds, err := log.Bounds(ctx, eventlog.Telemetry, part)
	if err != nil {
		return err
	}
	if bounds.Next > 0 {
		c.mu.Lock()
		c.end.Reach(part, bounds.Next-1)
		c.mu.Unlock()
	}
	for next := bounds.First; next < bounds.Next; {
		records, err := log.Read(ctx, eventlog.Telemetry, part, next, readBytes)
		if err != nil {
			return err
		}
		var bytes, n int64
		for _, r := range records {
			next = r.Offset + 1
			// A record's key is its run's number. What a scrub left has no words, and is small.
			if len(r.Key) == 8 && wanted[binary.BigEndian.Uint64(r.Key)] && r.Offset < bounds.Next {
				bytes, n = bytes+int64(len(r.Value)), n+1
			}
		}
		c.mu.Lock()
		c.at.Bytes, c.at.Records = c.at.Bytes+bytes, c.at.Records+n
		c.mu.Unlock()
	}
	return nil
}
