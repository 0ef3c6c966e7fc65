package main

import (
	"context"
	"fmt"
	"io/fs"
	"path/filepath"
	"time"
)

// weigh measures bytes a point of random float64 (export weighs float32-born ones).
func weigh(ctx context.Context, b *bench) error {
	s, err := b.startServer(ctx, "weigh")
	if err != nil {
		return err
	}
	defer s.stop()
	runs := b.size(200)
	if err := s.uploadRuns(ctx, "bench", "run", runs, curve{n: exportSteps, keys: metricNames(exportKeys), value: randomFloat64}); err != nil {
		return fmt.Errorf("upload: %w", err)
	}
	b.results["bytes_per_point_f64"], err = s.bytesPerPoint(ctx, float64(runs*exportKeys*exportSteps))
	return err
}

// bytesPerPoint waits until the engine has nothing to merge and weighs points, all
// columns, as it lies on disk.
func (s *server) bytesPerPoint(ctx context.Context, points float64) (float64, error) {
	if err := s.calm(ctx); err != nil {
		return 0, err
	}
	var size uint64
	err := s.ask(ctx, "SELECT sum(bytes_on_disk) FROM system.parts WHERE active AND database = 'runledger' AND table = 'points'", &size)
	return float64(size) / points, err
}

// calm waits until no merge has run for a few seconds.
func (s *server) calm(ctx context.Context) error {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for quiet := 0; quiet < 5; quiet++ {
		var merges uint64
		if err := s.ask(ctx, "SELECT count() FROM system.merges", &merges); err != nil {
			return err
		}
		if merges > 0 {
			quiet = -1
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

func folderBytes(dir string) (float64, error) {
	total := 0.0
	err := filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			total += float64(info.Size())
		}
		return err
	})
	return total, err
}
