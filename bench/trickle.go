package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"runledger/engine"
	"runledger/internal/clickhouse"
	"runledger/load"
)

const trickleTime = 10 * time.Minute

// trickle measures what 1,000 trainers that log a step of 20 metrics each second cost
// the engine, and how many parts its tables have at the end.
func trickle(ctx context.Context, b *bench) error {
	s, err := b.startServer(ctx, "trickle")
	if err != nil {
		return err
	}
	defer s.stop()
	o := s.load()
	o.Trainers, o.Metrics, o.Rate, o.Duration = 1000, 20, 1, trickleTime
	if b.quick {
		o.Duration = 5 * time.Second
	}
	var cpu float64
	var begin time.Time
	o.Measure = func() { begin, cpu = time.Now(), s.tree.cpuSecondsOf("runledger-engine") }
	report, err := load.Run(ctx, o)
	if err != nil {
		return err
	}
	cores := (s.tree.cpuSecondsOf("runledger-engine") - cpu) / time.Since(begin).Seconds()
	report.Print(os.Stderr)
	parts, err := activeParts(ctx, s)
	if err != nil {
		return err
	}
	b.results.set("trickle_engine_cores", cores)
	b.results.set("trickle_parts", parts)
	return nil
}

// tables is the address of a server's own engine.
func (s *server) tables() (engine.Endpoint, error) {
	e, err := engine.New(engine.Options{DataDir: filepath.Join(s.data, "engine")}) // inert: only to know the address
	if err != nil {
		return engine.Endpoint{}, err
	}
	return e.Endpoint().WithDatabase("runledger"), nil
}

func activeParts(ctx context.Context, s *server) (float64, error) {
	var n uint64
	err := s.ask(ctx, "SELECT count() FROM system.parts WHERE active AND database = 'runledger'", &n)
	return float64(n), err
}

// ask asks a server's own engine for one number.
func (s *server) ask(ctx context.Context, query string, into any) error {
	at, err := s.tables()
	if err != nil {
		return err
	}
	conn, err := clickhouse.Open(at)
	if err != nil {
		return err
	}
	defer conn.Close()
	if err := conn.QueryRow(ctx, query).Scan(into); err != nil {
		return fmt.Errorf("ask the engine: %w", err)
	}
	return nil
}
