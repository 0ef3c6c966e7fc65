package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"time"
)

const (
	asOfRuns  = 10_000
	asOfPages = 60 // of each kind
)

// asOf compares pages of the runs table of now with those of a moment before every run
// changed, taken in turns.
func asOf(ctx context.Context, b *bench) error {
	s, err := b.startServer(ctx, "asof")
	if err != nil {
		return err
	}
	defer s.stop()
	runs := b.size(asOfRuns)
	if err := s.uploadTable(ctx, runs); err != nil {
		return fmt.Errorf("upload: %w", err)
	}
	var page struct{ Position string }
	if _, err := s.do(ctx, http.MethodGet, "/api/v1/projects/admin/table/runs?limit=1&columns=id", "", nil, &page); err != nil {
		return err
	}
	if err := s.changeAll(ctx, runs); err != nil {
		return fmt.Errorf("change all runs: %w", err)
	}
	var took [2][]float64
	random := rand.New(rand.NewPCG(8, 0))
	for i := range asOfPages {
		request := object(drawPage(random))
		for k, query := range []string{"", "?as_of=" + page.Position} {
			began := time.Now()
			if _, err := s.do(ctx, http.MethodPost, "/api/v1/projects/admin/table/runs:query"+query, "application/json", []byte(request), nil); err != nil {
				return err
			}
			if i >= 5 {
				took[k] = append(took[k], time.Since(began).Seconds()*1000)
			}
		}
	}
	for _, list := range took {
		slices.Sort(list)
	}
	now, then := took[0][len(took[0])*95/100], took[1][len(took[1])*95/100]
	fmt.Printf("   live p95 %.1f ms, as_of p95 %.1f ms\n", now, then)
	b.results.set("asof_table_ratio", then/now)
	return nil
}

// changeAll tags every run and changes its summary, and waits until the table has it.
func (s *server) changeAll(ctx context.Context, runs int) error {
	random := rand.New(rand.NewPCG(9, 0))
	position := ""
	for r := range runs {
		var err error
		if position, err = s.change(ctx, r, drawSummary(random, changedKeys)); err != nil {
			return err
		}
	}
	if err := s.awaitRow(ctx, position); err != nil {
		return err
	}
	var tagged struct{ Position string }
	if _, err := s.do(ctx, http.MethodPost, "/api/v1/projects/admin/table/runs:tag", "application/json", []byte(`{"all":true,"add":["changed"]}`), &tagged); err != nil {
		return err
	}
	return s.awaitRow(ctx, tagged.Position)
}
