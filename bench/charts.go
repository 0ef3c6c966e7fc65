package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"runledger/ingest/pb"
)

// The charts' data: 10,000 runs × 1,000 steps of one metric, in 10 groups; 1,000 runs
// with two metrics for x = another metric.
const (
	chartRuns  = 10_000
	chartSteps = 1_000
	pairRuns   = 1_000
	atOnce     = 20 // runs a request
)

func charts(ctx context.Context, b *bench) error {
	s, err := b.startServer(ctx, "charts")
	if err != nil {
		return err
	}
	defer s.stop()
	runs, pairs := b.size(chartRuns), b.size(pairRuns)
	if err := s.uploadRuns(ctx, "bench", "run", runs, curve{n: chartSteps, keys: []string{"loss"}, value: float32Loss}); err != nil {
		return fmt.Errorf("upload: %w", err)
	}
	if err := s.uploadRuns(ctx, "pairs", "run", pairs, curve{n: chartSteps, keys: []string{"loss", "acc"}, value: float32Loss}); err != nil {
		return fmt.Errorf("upload: %w", err)
	}
	grouped := func(mode string, more map[string]any) map[string]any {
		r := map[string]any{"metrics": []string{"loss"}, "mode": mode, "buckets": 200,
			"aggregates": []string{"mean", "min", "max", "stddev"}, "group_by": []string{"config.group"}}
		for k, v := range more {
			r[k] = v
		}
		return r
	}
	for _, m := range []struct {
		key, project string
		request      map[string]any
	}{
		{"chart_10k_pooled_p95_ms", "bench", grouped("pooled", nil)},
		{"chart_10k_per_run_p95_ms", "bench", grouped("per_run", nil)},
		{"chart_xmetric_p95_ms", "pairs", grouped("per_run", map[string]any{"x": map[string]any{"metric": "acc"}})},
	} {
		if err := b.measureChart(ctx, s, m.key, m.project, m.request); err != nil {
			return err
		}
	}
	if err := s.rewrite(ctx, min(100, runs)); err != nil {
		return err
	}
	if err := b.measureChart(ctx, s, "chart_10k_rewritten_p95_ms", "bench", grouped("pooled", nil)); err != nil {
		return err
	}
	zoom := grouped("pooled", map[string]any{"x_range": map[string]any{"min": 0, "max": chartSteps - 1}})
	return b.underIngest(ctx, s, func(ctx context.Context) error {
		return b.measureChart(ctx, s, "chart_10k_under_ingest_p95_ms", "bench", zoom)
	})
}

func (b *bench) measureChart(ctx context.Context, s *server, name, project string, request map[string]any) error {
	ms, err := b.p95(ctx, 40, s.chart(project, request))
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	b.results.set(name, ms)
	return nil
}

// uploadRuns logs n runs of a curve, in ten groups.
func (s *server) uploadRuns(ctx context.Context, project, prefix string, n int, c curve) error {
	return s.upload(ctx, (n+atOnce-1)/atOnce, func(i int, random *rand.Rand) *pb.IngestRequest {
		request := &pb.IngestRequest{}
		for r := i * atOnce; r < min(n, (i+1)*atOnce); r++ {
			batch := &pb.RunBatch{Project: "admin/" + project, Run: fmt.Sprintf("%s-%05d", prefix, r), ConfigJson: fmt.Sprintf(`{"group":"g%d","seed":%d}`, r%10, r)}
			c.rows(batch, random)
			request.Runs = append(request.Runs, batch)
		}
		return request
	})
}

// rewrite logs one step of the first n runs again.
func (s *server) rewrite(ctx context.Context, n int) error {
	return s.uploadRuns(ctx, "bench", "run", n, curve{first: 500, n: 1, keys: []string{"loss"}, value: float32Loss})
}

// ingestRate beside which charts are measured, in points a second, from so many runs.
const (
	besideRate = 400_000
	besideRuns = 400
)

// underIngest runs measure while points of the same metric, at later steps of runs of
// the same project, go in.
func (b *bench) underIngest(ctx context.Context, s *server, measure func(context.Context) error) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	done := make(chan error, 1)
	var sent int
	began := time.Now()
	go func() {
		const perTick = 20
		tick := time.NewTicker(time.Second / perTick)
		defer tick.Stop()
		n := b.size(besideRate) / besideRuns / perTick // steps a run and tick
		for first := chartSteps; ; first += n {
			select {
			case <-tick.C:
			case <-ctx.Done():
				done <- nil
				return
			}
			c := curve{first: first, n: max(1, n), keys: []string{"loss"}, value: float32Loss}
			if err := s.offer(ctx, c); err != nil {
				done <- err
				return
			}
			sent += besideRuns * c.n
		}
	}()
	err := measure(ctx)
	fmt.Printf("   %.0f points/s went in beside\n", float64(sent)/time.Since(began).Seconds())
	stop()
	if besideErr := <-done; err == nil && besideErr != nil && ctx.Err() == nil {
		err = besideErr
	}
	return err
}

// offer sends one request for all runs beside and doesn't wait for the tables.
func (s *server) offer(ctx context.Context, c curve) error {
	request := &pb.IngestRequest{}
	random := rand.New(rand.NewPCG(9, uint64(c.first)))
	for r := range besideRuns {
		batch := &pb.RunBatch{Project: "admin/bench", Run: fmt.Sprintf("run-%05d", r)}
		c.rows(batch, random)
		request.Runs = append(request.Runs, batch)
	}
	_, err := s.ingest(ctx, request)
	if ctx.Err() != nil {
		return nil
	}
	return err
}
