package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"runledger/load"
)

const (
	appends   = 3000 // requests, after the first tenth
	smallSync = 1024 // bytes, about what one request's record has
)

// appendLatency measures one small request at a time, against a write and fsync of as
// many bytes on the same disk in the same minutes.
func appendLatency(ctx context.Context, b *bench) error {
	s, err := b.startServer(ctx, "append")
	if err != nil {
		return err
	}
	defer s.stop()
	before, err := rawSync(filepath.Join(b.dir, "sync"), b.size(appends))
	if err != nil {
		return err
	}
	o := s.load()
	o.Trainers, o.Metrics, o.Writers = 1, 5, 1
	o.Points = b.size(appends) * o.Metrics
	report, err := load.Run(ctx, o)
	if err != nil {
		return err
	}
	after, err := rawSync(filepath.Join(b.dir, "sync"), b.size(appends))
	if err != nil {
		return err
	}
	sync := (before + after) / 2
	fmt.Fprintf(os.Stderr, "   acknowledged p50 %.3f ms, p99 %.3f ms; fsync p50 %.3f ms\n",
		1000*report.Ack.P50, 1000*report.Ack.P99, 1000*sync.Seconds())
	b.results.set("append_over_fsync_ms", 1000*(report.Ack.P50-sync.Seconds()))
	return nil
}

// rawSync returns the median time of an appending write and fdatasync.
func rawSync(path string, n int) (time.Duration, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o644)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	block := make([]byte, smallSync)
	var took []time.Duration
	for range max(n, 50) {
		begin := time.Now()
		if _, err := f.Write(block); err != nil {
			return 0, err
		}
		if err := f.Sync(); err != nil {
			return 0, err
		}
		took = append(took, time.Since(begin))
	}
	slices.Sort(took)
	return took[len(took)/2], nil
}
