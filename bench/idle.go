package main

import (
	"context"
	"time"

	"runledger/load"
)

const (
	settle       = 20 * time.Second // after which an idle server has given back what it doesn't need
	idleTrainers = 1000
)

// idle measures memory: of a server that has just started, and with 1,000 trainers
// that have each logged a step and keep their connection.
func idle(ctx context.Context, b *bench) error {
	s, err := b.startServer(ctx, "idle")
	if err != nil {
		return err
	}
	defer s.stop()
	wait(ctx, b.settle())
	b.results.set("idle_pss_mb", s.tree.pssMB())
	o := s.load()
	o.Trainers, o.Metrics, o.Rate, o.Duration = b.size(idleTrainers), 20, 1, 3*time.Second
	if _, err := load.Run(ctx, o); err != nil {
		return err
	}
	wait(ctx, b.settle()) // the client's connections stay open: its pool keeps them
	b.results.set("idle_pss_1000_trainers_mb", s.tree.pssMB())
	return nil
}

func (b *bench) settle() time.Duration {
	if b.quick {
		return time.Second
	}
	return settle
}

// wait for a time that is part of what's measured.
func wait(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
