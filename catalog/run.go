package catalog

import (
	"context"
	"errors"
	"fmt"
	"time"

	"runledger/eventlog"
)

const (
	readBytes  = 1 << 20 // of values, one read
	foldAtOnce = 256     // records under one write lock, so that readers get in between
	retryAfter = 200 * time.Millisecond
)

// Run folds the log until ctx ends, and initialises it if it's empty. It comes back
// with an error if the log can't be folded by this program: a newer one, another
// number of partitions, offsets that are gone.
func (c *Catalog) Run(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if err := c.initialize(ctx); err != nil {
		return c.ended(fmt.Errorf("initialise the log: %w", err))
	}
	if err := c.startFromSnapshot(ctx); err != nil {
		return c.ended(fmt.Errorf("start from a snapshot: %w", err))
	}
	chunks := make(chan []Record, 4)
	works := []func() error{
		func() error { return c.read(ctx, chunks) },
		func() error { return c.keep(ctx) },
		func() error { return c.keepSnapshots(ctx) },
	}
	done := make(chan error, len(works))
	for _, work := range works {
		go func() { done <- work() }()
	}
	err := c.fold(ctx, chunks)
	cancel()
	for range works {
		if e := <-done; err == nil || errors.Is(err, context.Canceled) {
			err = e
		}
	}
	if errors.Is(err, context.Canceled) {
		c.leaveSnapshot(ctx)
	}
	return c.ended(err)
}

// leaveSnapshot writes the snapshot that the next start begins with.
func (c *Catalog) leaveSnapshot(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastSnapshot)
	defer cancel()
	c.snapshot(ctx)
}

// ended ends all waiting and returns what Run returns.
func (c *Catalog) ended(err error) error {
	if errors.Is(err, context.Canceled) {
		c.waiting.stop(errStopped)
		return nil
	}
	c.waiting.stop(err)
	return err
}

// read reads and decodes ahead of the fold. It closes chunks when it ends.
func (c *Catalog) read(ctx context.Context, chunks chan<- []Record) error {
	defer close(chunks)
	for next := c.Next(); ; {
		stored, err := c.log.Read(ctx, eventlog.Actions, 0, next, readBytes)
		if err != nil {
			if err := c.survive(ctx, fmt.Errorf("read actions from %d: %w", next, err)); err != nil {
				return err
			}
			continue
		}
		records := make([]Record, len(stored))
		for i := range stored {
			records[i] = Decode(stored[i])
		}
		next = records[len(records)-1].Offset + 1
		select {
		case chunks <- records:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// survive waits a little after an error that may pass, and returns nil; or it returns
// the error that doesn't.
func (c *Catalog) survive(ctx context.Context, err error) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, eventlog.ErrOutOfRange), errors.Is(err, eventlog.ErrNoTopic), errors.Is(err, eventlog.ErrClosed):
		return err
	}
	c.metrics.logErrors.Inc()
	c.logger.Warn("catalog: the log failed, trying again", "error", err)
	t := time.NewTimer(retryAfter)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// fold applies what was read, in order.
func (c *Catalog) fold(ctx context.Context, chunks <-chan []Record) error {
	verdicts := make([]Verdict, foldAtOnce)
	for records := range chunks {
		for len(records) > 0 {
			part := records[:min(len(records), foldAtOnce)]
			records = records[len(part):]
			if err := c.apply(ctx, part, verdicts); err != nil {
				return err
			}
		}
	}
	return ctx.Err()
}

func (c *Catalog) apply(ctx context.Context, part []Record, verdicts []Verdict) error {
	c.mu.Lock()
	for i, r := range part {
		verdicts[i] = c.state.Apply(r)
	}
	next, newer, n := c.state.Next(), c.state.Newer(), c.state.Partitions()
	c.mu.Unlock()

	c.noteEffects(part, verdicts)
	c.snaps.folded(next)
	c.metrics.folded(part, verdicts)
	c.watchers.folded(part, verdicts)
	c.waiting.folded(next, part, verdicts)
	if newer != "" {
		return fmt.Errorf("%w: %s", ErrNewerLog, newer)
	}
	if n > 0 && !c.checked {
		c.checked = true
		return c.checkPartitions(ctx, n)
	}
	return nil
}

// checkPartitions refuses a log whose telemetry has another number of partitions
// than it was made with: runs would be looked for in the wrong place.
func (c *Catalog) checkPartitions(ctx context.Context, made int) error {
	has, err := c.countPartitions(ctx)
	if err != nil {
		return err
	}
	if has != made {
		return fmt.Errorf("%s has %d partitions, the log was made with %d: their number can't be changed", eventlog.Telemetry, has, made)
	}
	return nil
}

func (c *Catalog) countPartitions(ctx context.Context) (int, error) {
	for {
		n, err := c.log.Partitions(ctx, eventlog.Telemetry)
		if err == nil {
			return n, nil
		}
		if err := c.survive(ctx, fmt.Errorf("count telemetry partitions: %w", err)); err != nil {
			return 0, err
		}
	}
}
