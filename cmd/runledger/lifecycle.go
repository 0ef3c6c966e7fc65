package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"
)

// part is one thing that a mode runs. All functions may be nil. The order is: start,
// then run in a goroutine of its own, then await; at the end drain, run's context
// ends, run returns, close.
type part struct {
	name  string
	start func(context.Context) error // returns when what it opens is open
	run   func(context.Context) error // works until its context ends; returning earlier ends the program
	await func(context.Context) error // returns when later parts may rely on this one
	drain func(context.Context) error // takes nothing new and finishes what it has
	close func() error
	ready func() error // nil, or why this part can't serve now; called at any time after start
}

// running is a part that was started.
type running struct {
	part
	cancel context.CancelFunc
	done   chan struct{} // closed when run has returned
	err    error         // of run; read after done
}

const stoppingMessage = "stopping"

// runParts starts the parts in order, waits until ctx ends or a part fails, and stops
// them in reverse order. Draining all of them together gets grace.
func runParts(ctx context.Context, logger *slog.Logger, grace time.Duration, parts []part) error {
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	var started []*running
	err := func() error {
		for _, p := range parts {
			r, err := startPart(ctx, fail, p)
			if r != nil {
				started = append(started, r)
			}
			if err != nil {
				return err
			}
			logger.Debug("started", "part", p.name)
		}
		<-ctx.Done()
		return nil
	}()
	if err != nil && ctx.Err() != nil {
		err = nil // start was interrupted: the cause says by what
	}
	if cause := context.Cause(ctx); err == nil && !errors.Is(cause, context.Canceled) {
		err = cause
	}
	if err != nil {
		logger.Error(stoppingMessage, "error", err)
	} else {
		logger.Info(stoppingMessage)
	}
	return errors.Join(err, stopParts(logger, grace, started))
}

// startPart returns the part as far as it needs stopping, also beside an error.
func startPart(ctx context.Context, fail context.CancelCauseFunc, p part) (*running, error) {
	if p.start != nil {
		if err := p.start(ctx); err != nil {
			return nil, fmt.Errorf("start %s: %w", p.name, err)
		}
	}
	r := &running{part: p, cancel: func() {}, done: make(chan struct{})}
	if p.run == nil {
		close(r.done)
	} else {
		var runCtx context.Context
		runCtx, r.cancel = context.WithCancel(context.WithoutCancel(ctx))
		go func() {
			defer close(r.done)
			if r.err = p.run(runCtx); runCtx.Err() == nil {
				fail(fmt.Errorf("%s ended: %w", p.name, orUnexpected(r.err)))
			}
		}()
	}
	if p.await != nil {
		if err := p.await(ctx); err != nil {
			return r, fmt.Errorf("wait for %s: %w", p.name, err)
		}
	}
	return r, nil
}

func orUnexpected(err error) error {
	if err == nil {
		return errors.New("without an error, but before it was told to")
	}
	return err
}

func stopParts(logger *slog.Logger, grace time.Duration, started []*running) error {
	ctx, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	var errs []error
	for i := len(started) - 1; i >= 0; i-- {
		r := started[i]
		begin := time.Now()
		if r.drain != nil {
			if err := r.drain(ctx); err != nil {
				errs = append(errs, fmt.Errorf("drain %s: %w", r.name, err))
			}
		}
		running := !closed(r.done)
		r.cancel()
		<-r.done
		if running && r.err != nil && !errors.Is(r.err, context.Canceled) {
			errs = append(errs, fmt.Errorf("%s: %w", r.name, r.err))
		}
		if r.close != nil {
			if err := r.close(); err != nil {
				errs = append(errs, fmt.Errorf("close %s: %w", r.name, err))
			}
		}
		logger.Debug("stopped", "part", r.name, "seconds", time.Since(begin).Seconds())
	}
	return errors.Join(errs...)
}

func closed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}
