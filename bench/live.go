package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"

	"runledger/internal/position"
	"runledger/load"
)

// Pages that listen to a project, and how often a trainer of it is listened for.
const (
	livePages = 50
	livePause = 150 * time.Millisecond
)

// live measures from an acknowledgement until all of some pages' streams say that the
// tables have it: on a quiet machine, and while others log at half of the rate that the
// server takes.
func live(ctx context.Context, b *bench) error {
	s, err := b.startServer(ctx, "live")
	if err != nil {
		return err
	}
	defer s.stop()
	if err := s.listened(ctx, b, "live_quiet_p95_s", func(ctx context.Context) error {
		select {
		case <-time.After(b.measureTime() / 3):
		case <-ctx.Done():
		}
		return ctx.Err()
	}); err != nil {
		return err
	}
	full := s.load()
	full.Trainers, full.Metrics, full.Batch, full.Format, full.Points = ingestRuns, ingestKeys, ingestBatch, "protobuf", b.size(40_000_000)
	report, err := load.Run(ctx, full)
	if err != nil {
		return err
	}
	half := s.load()
	half.Trainers, half.Metrics, half.Batch, half.Format, half.Writers, half.Duration = 100, 20, 100, "protobuf", 8, b.measureTime()
	half.Rate = math.Max(1, halfLoad*report.Queryable/float64(half.Trainers*half.Metrics)) // points/s = trainers × metrics × rate
	return s.listened(ctx, b, "live_p95_s", func(ctx context.Context) error {
		_, err := load.Run(ctx, half)
		return err
	})
}

// listened measures while something goes on.
func (s *server) listened(ctx context.Context, b *bench, key string, while func(context.Context) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if _, err := s.logOne(ctx, 0); err != nil { // makes the project
		return err
	}
	heard := &heard{at: make([]position.Position, livePages), changed: make(chan struct{})}
	var pages sync.WaitGroup
	defer pages.Wait()
	defer cancel()
	for i := range livePages {
		body, err := s.stream(ctx)
		if err != nil {
			return err
		}
		pages.Go(func() { heard.listen(i, body) })
	}
	var samples load.Samples
	probing, stop := context.WithCancel(ctx)
	probe := make(chan error, 1)
	go func() { probe <- s.probe(probing, heard, &samples) }()
	err := while(ctx)
	stop()
	if failed := <-probe; err == nil {
		err = failed
	}
	l := samples.Summary()
	fmt.Fprintf(os.Stderr, "   %s: %d pages, p50 %.0f ms, p95 %.0f ms, max %.0f ms (%d)\n", key, livePages, 1000*l.P50, 1000*l.P95, 1000*l.Max, l.Count)
	b.results.set(key, l.P95)
	return err
}

// probe logs a step every now and then until ctx ends.
func (s *server) probe(ctx context.Context, h *heard, samples *load.Samples) error {
	for step := 1; ; step++ {
		at, err := s.logOne(ctx, step)
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return err
		}
		start := time.Now()
		if h.wait(ctx, at) != nil {
			return nil
		}
		samples.Add(time.Since(start))
		select {
		case <-time.After(livePause):
		case <-ctx.Done():
			return nil
		}
	}
}

// logOne logs a step and returns the position of the acknowledgement.
func (s *server) logOne(ctx context.Context, step int) (position.Position, error) {
	body := fmt.Sprintf(`{"project":"admin/bench","run":"listened","step":%d,"metrics":{"loss":1}}`, step)
	resp, err := s.send(ctx, http.MethodPost, "/api/v1/ingest", "application/x-ndjson", []byte(body))
	if err != nil {
		return position.Position{}, err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusAccepted {
		return position.Position{}, fmt.Errorf("log a step: status %d, %w: %s", resp.StatusCode, err, text)
	}
	var reply struct{ Position string }
	if err := json.Unmarshal(text, &reply); err != nil {
		return position.Position{}, fmt.Errorf("log a step: %w", err)
	}
	return position.Parse(reply.Position)
}

func (s *server) stream(ctx context.Context) (io.ReadCloser, error) {
	resp, err := s.send(ctx, http.MethodGet, "/api/v1/projects/admin/bench/live", "", nil)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != http.StatusOK {
		resp.Body.Close()
		return nil, fmt.Errorf("listen: status %d", resp.StatusCode)
	}
	return resp.Body, nil
}

// heard is how far pages are.
type heard struct {
	mu      sync.Mutex
	at      []position.Position
	changed chan struct{} // closed and replaced with each event
}

// listen reads a stream to its end.
func (h *heard) listen(page int, body io.ReadCloser) {
	defer body.Close()
	lines := bufio.NewScanner(body)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		data, ok := strings.CutPrefix(lines.Text(), "data: ")
		var event struct{ Position string }
		if !ok || json.Unmarshal([]byte(data), &event) != nil {
			continue
		}
		at, err := position.Parse(event.Position)
		if err != nil {
			continue
		}
		h.mu.Lock()
		h.at[page] = at
		close(h.changed)
		h.changed = make(chan struct{})
		h.mu.Unlock()
	}
}

// wait returns when all pages have heard of a position.
func (h *heard) wait(ctx context.Context, want position.Position) error {
	for {
		h.mu.Lock()
		all, changed := true, h.changed
		for _, at := range h.at {
			all = all && at.Includes(want)
		}
		h.mu.Unlock()
		if all {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
