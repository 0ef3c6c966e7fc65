package main

import (
	"context"
	"fmt"
	"math"
	"os"
	"time"

	"runledger/load"
)

// Half of the full load, as a share of what one writer puts into the tables.
const halfLoad = 0.5

// freshness measures from an acknowledgement until a chart's answer has it: on a quiet
// machine with one trainer, and while others log at half of the rate that the server
// takes.
func freshness(ctx context.Context, b *bench) error {
	s, err := b.startServer(ctx, "freshness")
	if err != nil {
		return err
	}
	defer s.stop()
	quiet := s.load()
	quiet.Trainers, quiet.Metrics, quiet.Rate, quiet.Probe = 1, 20, 2, true
	quiet.Duration = b.measureTime()
	report, err := load.Run(ctx, quiet)
	if err != nil {
		return err
	}
	report.Print(os.Stderr)
	if report.Freshness == nil {
		return fmt.Errorf("nothing was probed")
	}
	b.results.set("freshness_quiet_p95_s", report.Freshness.P95)

	full := s.load()
	full.Trainers, full.Metrics, full.Batch, full.Format, full.Points = ingestRuns, ingestKeys, ingestBatch, "protobuf", b.size(80_000_000) // long enough to pay for merges too
	if report, err = load.Run(ctx, full); err != nil {
		return err
	}
	half := s.load()
	half.Trainers, half.Metrics, half.Batch, half.Format, half.Probe = 100, 20, 100, "protobuf", true
	half.Writers, half.Duration = 8, b.measureTime()
	// points/s = trainers × metrics × rate
	half.Rate = math.Max(1, halfLoad*report.Queryable/float64(half.Trainers*half.Metrics))
	if report, err = load.Run(ctx, half); err != nil {
		return err
	}
	report.Print(os.Stderr)
	if report.Freshness == nil {
		return fmt.Errorf("nothing was probed under load")
	}
	b.results.set("freshness_p95_s", report.Freshness.P95)
	return nil
}

func (b *bench) measureTime() time.Duration {
	if b.quick {
		return 3 * time.Second
	}
	return time.Minute
}
