package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"
)

const (
	httpOneByOne = 1_000  // actions of one client
	httpTogether = 20_000 // actions of all clients
	httpRuns     = 64
)

// actionsHTTP measures actions as people make them: over HTTP, with everything that a
// request costs. The clients share the machine with the server.
func actionsHTTP(ctx context.Context, b *bench) error {
	s, err := b.startServer(ctx, "actions-http")
	if err != nil {
		return err
	}
	defer s.stop()
	if err := s.uploadTable(ctx, httpRuns); err != nil {
		return err
	}
	before, err := rawSyncs(filepath.Join(b.dir, "sync-http"), b.size(httpOneByOne))
	if err != nil {
		return err
	}
	alone, _, err := s.rename(ctx, 1, b.size(httpOneByOne))
	if err != nil {
		return err
	}
	after, err := rawSyncs(filepath.Join(b.dir, "sync-http"), b.size(httpOneByOne))
	if err != nil {
		return err
	}
	sync := (quantile(before, 0.95) + quantile(after, 0.95)) / 2
	many, rate, err := s.rename(ctx, clients, b.size(httpTogether))
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "   one client p50 %.2f, p95 %.2f ms (fsync p95 %.2f); %d clients p50 %.2f, p95 %.2f ms\n",
		ms(quantile(alone, 0.5)), ms(quantile(alone, 0.95)), ms(sync), clients, ms(quantile(many, 0.5)), ms(quantile(many, 0.95)))
	b.results.set("action_http_over_fsync_p95_ms", ms(quantile(alone, 0.95)-sync))
	b.results.set("actions_http_per_s", rate)
	return nil
}

// rename renames runs n times by so many clients, and returns what each took and the rate.
func (s *server) rename(ctx context.Context, clients, n int) ([]time.Duration, float64, error) {
	took := make([]time.Duration, n)
	errs := make([]error, clients)
	var next atomic.Int64
	var all sync.WaitGroup
	begin := time.Now()
	for i := range clients {
		all.Go(func() {
			for k := next.Add(1) - 1; k < int64(n) && errs[i] == nil; k = next.Add(1) - 1 {
				body := fmt.Appendf(nil, `{"display_name":"name %d of %d"}`, k, clients)
				began := time.Now()
				_, errs[i] = s.do(ctx, http.MethodPatch, "/api/v1/projects/admin/table/runs/"+runID(int(k)%httpRuns), "application/json", body, nil)
				took[k] = time.Since(began)
			}
		})
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, 0, err
		}
	}
	return took, float64(n) / time.Since(begin).Seconds(), nil
}
