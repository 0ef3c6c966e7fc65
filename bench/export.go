package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"sync/atomic"
	"time"
)

// What is exported and weighed: 1,000 runs × 100 metrics × 1,000 steps.
const (
	exportRuns  = 1_000
	exportKeys  = 100
	exportSteps = 1_000
)

// export measures the streams of 100 M points, bytes a point on disk, and a rebuild.
func export(ctx context.Context, b *bench) error {
	s, err := b.startServer(ctx, "export")
	if err != nil {
		return err
	}
	defer s.stop()
	runs := b.size(exportRuns)
	if err := s.uploadRuns(ctx, "bench", "run", runs, curve{n: exportSteps, keys: metricNames(exportKeys), value: float32Loss}); err != nil {
		return fmt.Errorf("upload: %w", err)
	}
	points := float64(runs * exportKeys * exportSteps)
	for _, f := range []string{"parquet", "ndjson"} {
		rate, err := s.exportRate(ctx, f, points)
		if err != nil {
			return fmt.Errorf("export %s: %w", f, err)
		}
		b.results.set("export_"+f+"_points_per_s", rate)
	}
	if b.results["bytes_per_point_f32"], err = s.bytesPerPoint(ctx, points); err != nil {
		return err
	}
	logBytes, err := folderBytes(s.data + "/log")
	if err != nil {
		return err
	}
	b.results.set("log_bytes_per_point", logBytes/points)
	return nil
}

func metricNames(n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprintf("train/metric_%03d", i)
	}
	return names
}

// exportRate reads an export to its end and watches the memory of the server's tree.
func (s *server) exportRate(ctx context.Context, format string, points float64) (float64, error) {
	began := time.Now()
	resp, err := s.send(ctx, http.MethodGet, "/api/v1/projects/admin/bench/export?format="+format, "", nil)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		text, _ := io.ReadAll(resp.Body)
		return 0, fmt.Errorf("%s: %.500s", resp.Status, text)
	}
	var peak atomic.Uint64
	done := make(chan struct{})
	go func() {
		tick := time.NewTicker(500 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				peak.Store(max(peak.Load(), uint64(s.tree.pssMB())))
			case <-done:
				return
			}
		}
	}()
	n, err := io.Copy(io.Discard, resp.Body)
	close(done)
	if err != nil {
		return 0, err
	}
	took := time.Since(began).Seconds()
	fmt.Fprintf(os.Stderr, "   %s: %.0f MB in %.1f s, peak memory %d MB\n", format, float64(n)/1e6, took, peak.Load())
	return points / took, nil
}
