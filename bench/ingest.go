package main

import (
	"context"
	"fmt"
	"os"

	"runledger/load"
)

// Ingest as many trainers do it that keep a few hundred steps back: 1,000 runs of 20
// metrics, a request a run and 250 steps, made beforehand.
const (
	ingestRuns  = 1000
	ingestKeys  = 20
	ingestBatch = 250
)

// ingestFormats with the start of their keys and how many points each sends.
var ingestFormats = []struct {
	format, key string
	points      int
}{
	{"protobuf", "protobuf", 20_000_000},
	{"ndjson", "ndjson", 15_000_000},
	{"file_stream", "filestream", 15_000_000},
}

// ingest measures the three formats until everything is in a chart's answer, each on
// a server of its own, and the raw rate before and after, all in one sitting.
func ingest(ctx context.Context, b *bench) error {
	before, err := b.rawRate(ctx)
	if err != nil {
		return err
	}
	rates := map[string]float64{}
	for _, f := range ingestFormats {
		if rates[f.key], err = b.ingestRate(ctx, f.format, f.key, b.size(f.points)); err != nil {
			return fmt.Errorf("%s: %w", f.format, err)
		}
	}
	after, err := b.rawRate(ctx)
	if err != nil {
		return err
	}
	rawRate := (before + after) / 2
	fmt.Fprintf(os.Stderr, "   raw: %.0f rows/s before, %.0f after\n", before, after)
	b.results.set("raw_rows_per_s", rawRate)
	for key, rate := range rates {
		b.results.set("ingest_"+key+"_ratio", rate/rawRate)
	}
	return nil
}

// ingestRate returns queryable points a second.
func (b *bench) ingestRate(ctx context.Context, format, key string, points int) (float64, error) {
	s, err := b.startServer(ctx, "ingest-"+key)
	if err != nil {
		return 0, err
	}
	defer s.stop()
	o := s.load()
	o.Trainers, o.Metrics, o.Batch, o.Format, o.Points = ingestRuns, ingestKeys, ingestBatch, format, points
	var cpu float64
	o.Measure = func() { cpu = s.tree.cpuSeconds() }
	report, err := load.Run(ctx, o)
	if err != nil {
		return 0, err
	}
	cpu = s.tree.cpuSeconds() - cpu
	if len(report.Errors) > 0 {
		return 0, fmt.Errorf("errors: %v", report.Errors)
	}
	report.Print(os.Stderr)
	b.results.set("ingest_"+key+"_points_per_cpu_s", float64(report.Points)/cpu)
	return report.Queryable, nil
}

// load is the start of options for this server.
func (s *server) load() load.Options {
	return load.Options{
		URL: s.url, Key: key, Entity: "admin", Project: "bench", Format: "ndjson", Shape: "float32", Batch: 1, Seed: 1,
	}
}
