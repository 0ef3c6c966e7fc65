package main

import (
	"context"
	"fmt"
	"net/http"
	"time"
)

const (
	undoRuns  = 10_000
	undoSteps = 100
)

// undo deletes all runs of a project, undoes that, and measures from the request on how
// long it takes until a chart that finds its runs by a filter, in groups, and the table
// are complete again.
func undo(ctx context.Context, b *bench) error {
	s, err := b.startServer(ctx, "undo")
	if err != nil {
		return err
	}
	defer s.stop()
	runs := b.size(undoRuns)
	if err := s.uploadRuns(ctx, "bench", "run", runs, curve{n: undoSteps, keys: []string{"loss"}, value: float32Loss}); err != nil {
		return fmt.Errorf("upload: %w", err)
	}
	if err := s.shown(ctx, runs); err != nil {
		return err
	}
	var slowest time.Duration
	for range 3 {
		var deletion struct{ Action uint64 }
		if _, err := s.do(ctx, http.MethodPost, "/api/v1/projects/admin/bench/runs:delete", "application/json", []byte(`{"all":true}`), &deletion); err != nil {
			return err
		}
		if err := s.shown(ctx, 0); err != nil {
			return err
		}
		began := time.Now()
		if _, err := s.do(ctx, http.MethodPost, "/api/v1/projects/admin/bench/undo", "application/json", fmt.Appendf(nil, `{"action":%d}`, deletion.Action), nil); err != nil {
			return err
		}
		replied := time.Since(began)
		if err := s.shown(ctx, runs); err != nil {
			return err
		}
		took := time.Since(began)
		fmt.Printf("   reply after %d ms, complete after %d ms\n", replied.Milliseconds(), took.Milliseconds())
		slowest = max(slowest, took)
	}
	b.results.set("undo_10k_s", slowest.Seconds())
	return nil
}

// shown waits until a chart has the points of so many runs, and the table the runs.
func (s *server) shown(ctx context.Context, runs int) error {
	const request = `{"metrics":["loss"],"runs":{"filter":"config.seed >= 0"},"group_by":["config.group"],"mode":"pooled","aggregates":["count"],"buckets":50}`
	for {
		var chart struct {
			Computed struct{ Runs int }
			Series   []struct{ Count []float64 }
		}
		if _, err := s.do(ctx, http.MethodPost, "/api/v1/projects/admin/bench/charts", "application/json", []byte(request), &chart); err != nil {
			return err
		}
		points := 0.0
		for _, series := range chart.Series {
			for _, n := range series.Count {
				points += n
			}
		}
		var table struct{ Matched, Total int }
		if _, err := s.do(ctx, http.MethodPost, "/api/v1/projects/admin/bench/runs:query", "application/json", []byte(`{"filter":"config.seed >= 0","limit":1}`), &table); err != nil {
			return err
		}
		var groups struct{ Matched int }
		if _, err := s.do(ctx, http.MethodPost, "/api/v1/projects/admin/bench/runs:groups", "application/json", []byte(`{"by":["config.group"]}`), &groups); err != nil {
			return err
		}
		if chart.Computed.Runs == runs && int(points) == runs*undoSteps && table.Matched == runs && table.Total == runs && groups.Matched == runs {
			return nil
		}
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("%d runs, %.0f points in the chart, %d of %d in the table, %d in groups: %w", chart.Computed.Runs, points, table.Matched, table.Total, groups.Matched, err)
		}
	}
}
