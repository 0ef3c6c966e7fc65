package main

import (
	"context"
	"fmt"
	"math/rand/v2"

	"runledger/ingest/pb"
)

// One long run.
const (
	longSteps  = 10_000_000
	longAtOnce = 50_000 // steps a request
)

// series measures charts of one run of 10 M points: all of it, and a tenth.
func series(ctx context.Context, b *bench) error {
	s, err := b.startServer(ctx, "series")
	if err != nil {
		return err
	}
	defer s.stop()
	steps := b.size(longSteps)
	err = s.upload(ctx, (steps+longAtOnce-1)/longAtOnce, func(i int, random *rand.Rand) *pb.IngestRequest {
		batch := &pb.RunBatch{Project: "admin/bench", Run: "long"}
		c := curve{first: i * longAtOnce, n: min(longAtOnce, steps-i*longAtOnce), keys: []string{"loss"}, value: float32Loss}
		c.rows(batch, random)
		return &pb.IngestRequest{Runs: []*pb.RunBatch{batch}}
	})
	if err != nil {
		return fmt.Errorf("upload: %w", err)
	}
	all := map[string]any{"metrics": []string{"loss"}, "buckets": 1000, "aggregates": []string{"mean", "min", "max"}}
	if err := b.measureChart(ctx, s, "series_10m_p95_ms", "bench", all); err != nil {
		return err
	}
	all["x_range"] = map[string]any{"min": steps * 4 / 10, "max": steps * 5 / 10}
	return b.measureChart(ctx, s, "zoom_10m_p95_ms", "bench", all)
}
