package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"time"

	"runledger/ingest/pb"
)

// The runs table's data: runs with so many keys in config and as many in summary, of
// which some change all the time.
const (
	tableRuns    = 100_000
	tableKeys    = 100
	tableAtOnce  = 50  // runs a request
	changedRate  = 100 // runs a second
	changedKeys  = 10  // of the summary, a change
	tableColumns = 10
	tablePage    = 100
)

// table measures pages of the runs table while runs change, and from the
// acknowledgement of a change until the table shows it.
func table(ctx context.Context, b *bench) error {
	s, err := b.startServer(ctx, "table")
	if err != nil {
		return err
	}
	defer s.stop()
	runs := b.size(tableRuns)
	if err := s.uploadTable(ctx, runs); err != nil {
		return fmt.Errorf("upload: %w", err)
	}
	return s.whileRunsChange(ctx, runs, func(ctx context.Context) error {
		random := rand.New(rand.NewPCG(3, 0))
		ms, err := b.p95(ctx, 200, func(ctx context.Context) error { return s.page(ctx, drawPage(random)) })
		if err != nil {
			return fmt.Errorf("page: %w", err)
		}
		b.results.set("table_100k_p95_ms", ms)
		return b.runRow(ctx, s, runs)
	})
}

func runID(no int) string { return fmt.Sprintf("run-%06d", no) }

// uploadTable logs the runs and waits until the table has them.
func (s *server) uploadTable(ctx context.Context, runs int) error {
	positions, err := s.sendAll(ctx, (runs+tableAtOnce-1)/tableAtOnce, func(i int, random *rand.Rand) *pb.IngestRequest {
		request := &pb.IngestRequest{}
		for r := i * tableAtOnce; r < min(runs, (i+1)*tableAtOnce); r++ {
			request.Runs = append(request.Runs, &pb.RunBatch{
				Project: "admin/table", Run: runID(r), ConfigJson: drawConfig(random), SummaryJson: drawSummary(random, tableKeys),
			})
		}
		return request
	})
	if err != nil {
		return err
	}
	for _, p := range positions[max(0, len(positions)-8):] {
		if err := s.awaitRow(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

// drawConfig draws a config: numbers large and small, texts of few values, flags.
func drawConfig(random *rand.Rand) string {
	config := make(map[string]any, tableKeys)
	for k := range tableKeys {
		key := fmt.Sprintf("c%02d", k)
		switch k % 4 {
		case 0:
			config[key] = random.Float64()
		case 1:
			config[key] = random.IntN(1_000_000)
		case 2:
			config[key] = fmt.Sprintf("choice-%d", random.IntN(20))
		default:
			config[key] = random.IntN(2) == 0
		}
	}
	return object(config)
}

// drawSummary draws values of so many keys of the summary.
func drawSummary(random *rand.Rand, n int) string {
	summary := make(map[string]any, n)
	for _, k := range random.Perm(tableKeys)[:n] {
		summary[fmt.Sprintf("s%02d", k)] = random.NormFloat64()
	}
	return object(summary)
}

func object(m map[string]any) string {
	text, err := json.Marshal(m)
	if err != nil {
		panic(err) // plain values
	}
	return string(text)
}

// change merges into a run's summary and returns the position of the acknowledgement.
func (s *server) change(ctx context.Context, run int, summary string) (string, error) {
	return s.ingest(ctx, &pb.IngestRequest{Runs: []*pb.RunBatch{{Project: "admin/table", Run: runID(run), SummaryJson: summary}}})
}

// awaitRow waits until the table includes a position; a read waits 10 s at most.
func (s *server) awaitRow(ctx context.Context, position string) error {
	for {
		status, err := s.do(ctx, http.MethodGet, "/api/v1/projects/admin/table/runs?limit=1&columns=id&wait_for="+position, "", nil, nil)
		if err == nil || status != http.StatusServiceUnavailable || ctx.Err() != nil {
			return err
		}
	}
}

// drawPage draws a page: filtered by a key of config and one of summary, which leaves
// about a third of the runs, sorted by any key, with columns of any others.
func drawPage(random *rand.Rand) map[string]any {
	config, summary := func() string { return fmt.Sprintf("config.c%02d", random.IntN(tableKeys)) }, func() string { return fmt.Sprintf("summary.s%02d", random.IntN(tableKeys)) }
	filter := fmt.Sprintf("config.c%02d < 0.7 and %s > %.3f", 4*random.IntN(tableKeys/4), summary(), random.NormFloat64()/4)
	sort := config()
	if random.IntN(2) == 0 {
		sort = summary() + ":desc"
	}
	var columns []string
	for len(columns) < tableColumns {
		columns = append(columns, config(), summary())
	}
	return map[string]any{"filter": filter, "sort": []string{sort}, "columns": columns, "limit": tablePage}
}

// page asks for a page and checks that there is one.
func (s *server) page(ctx context.Context, request map[string]any) error {
	var page struct {
		Matched int
		Runs    []json.RawMessage
	}
	_, err := s.do(ctx, http.MethodPost, "/api/v1/projects/admin/table/runs:query", "application/json", []byte(object(request)), &page)
	if err == nil && (page.Matched == 0 || len(page.Runs) != min(tablePage, page.Matched)) {
		err = fmt.Errorf("%d of %d runs came for %v", len(page.Runs), page.Matched, request)
	}
	return err
}

// whileRunsChange runs measure while changedRate runs a second change.
func (s *server) whileRunsChange(ctx context.Context, runs int, measure func(context.Context) error) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	done := make(chan error, 1)
	changed, began := 0, time.Now()
	go func() {
		const perTick = 10
		random := rand.New(rand.NewPCG(5, 0))
		tick := time.NewTicker(time.Second * perTick / changedRate)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
			case <-ctx.Done():
				done <- nil
				return
			}
			request := &pb.IngestRequest{}
			for range perTick {
				request.Runs = append(request.Runs, &pb.RunBatch{
					Project: "admin/table", Run: runID(random.IntN(runs)), SummaryJson: drawSummary(random, changedKeys),
				})
			}
			if _, err := s.ingest(ctx, request); err != nil && ctx.Err() == nil {
				done <- err
				return
			}
			changed += perTick
		}
	}()
	err := measure(ctx)
	took := time.Since(began)
	stop()
	if besideErr := <-done; err == nil {
		err = besideErr
	}
	fmt.Printf("   %.0f runs/s changed beside\n", float64(changed)/took.Seconds())
	return err
}

// runRow changes a run's summary again and again and asks the table for it, to be
// answered once it is there.
func (b *bench) runRow(ctx context.Context, s *server, runs int) error {
	random := rand.New(rand.NewPCG(6, 0))
	var took []float64
	for i := range max(5, b.size(100)) {
		run := random.IntN(runs)
		position, err := s.change(ctx, run, fmt.Sprintf(`{"probe":%d}`, i))
		if err != nil {
			return err
		}
		began := time.Now()
		if err := s.awaitProbe(ctx, run, i, position); err != nil {
			return fmt.Errorf("a run's row: %w", err)
		}
		took = append(took, time.Since(began).Seconds())
	}
	slices.Sort(took)
	b.results.set("runrow_p95_s", took[min(len(took)-1, len(took)*95/100)])
	return nil
}

// awaitProbe finds the run by its new summary. The server waits instead of us: asking
// again and again would be load.
func (s *server) awaitProbe(ctx context.Context, run, probe int, position string) error {
	request := []byte(object(map[string]any{
		"filter": fmt.Sprintf("summary.probe = %d and id = %q", probe, runID(run)), "columns": []string{"summary.probe"}, "limit": 1,
	}))
	for {
		var page struct{ Matched int }
		status, err := s.do(ctx, http.MethodPost, "/api/v1/projects/admin/table/runs:query?wait_for="+position, "application/json", request, &page)
		switch {
		case err == nil && page.Matched != 1:
			return fmt.Errorf("run %d hasn't probe %d in the table that waited for it", run, probe)
		case err == nil, status != http.StatusServiceUnavailable, ctx.Err() != nil:
			return err
		}
	}
}
