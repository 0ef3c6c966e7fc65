package main

import (
	"context"
	"fmt"
	"net/http"
	"time"
)

// The log that is rebuilt: as much as the raw measure inserts, several times over.
const rebuildRuns, rebuildSteps = 1_000, 1_000

// rebuild measures how fast all tables are made anew from the log, against the raw
// rate of the same sitting, and that they come out equal.
func rebuild(ctx context.Context, b *bench) error {
	rawRate, err := b.rawRate(ctx)
	if err != nil {
		return err
	}
	s, err := b.startServer(ctx, "rebuild")
	if err != nil {
		return err
	}
	defer s.stop()
	runs := b.size(rebuildRuns)
	if err := s.uploadRuns(ctx, "bench", "run", runs, curve{n: rebuildSteps, keys: metricNames(20), value: float32Loss}); err != nil {
		return fmt.Errorf("upload: %w", err)
	}
	began := time.Now()
	if err := s.job(ctx, "rebuild"); err != nil {
		return err
	}
	rate := float64(runs*20*rebuildSteps) / time.Since(began).Seconds()
	b.results.set("rebuild_ratio", rate/rawRate)
	return s.job(ctx, "verify")
}

// job runs an administrator's job to its end.
func (s *server) job(ctx context.Context, kind string) error {
	var job struct{ ID, State, Error string }
	if _, err := s.do(ctx, http.MethodPost, "/api/v1/admin/jobs", "application/json", []byte(`{"kind":"`+kind+`"}`), &job); err != nil {
		return err
	}
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for job.State == "running" {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
		if _, err := s.do(ctx, http.MethodGet, "/api/v1/admin/jobs/"+job.ID, "", nil, &job); err != nil {
			return err
		}
	}
	if job.State != "succeeded" {
		return fmt.Errorf("%s %s: %s", kind, job.State, job.Error)
	}
	return nil
}
