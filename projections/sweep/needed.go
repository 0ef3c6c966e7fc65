package sweep

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"

	"runledger/catalog"
	"runledger/eventlog"
	"runledger/internal/position"
	"runledger/internal/progress"
)

// needed tells which contents something still refers to.
func (s *Sweeper) needed(ctx context.Context, list []content) (map[string]bool, error) {
	if err := s.caughtUp(ctx); err != nil {
		return nil, err
	}
	needed := map[string]bool{}
	if err := s.byRuns(ctx, list, needed); err != nil {
		return nil, err
	}
	s.byDocuments(needed)
	return needed, nil
}

// catchUp is how long the tables may take to reach the log's end.
const catchUp = 30 * time.Second

// caughtUp waits until the tables hold what the log holds now: every reference to a
// content that was put before the grace.
func (s *Sweeper) caughtUp(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, catchUp)
	defer cancel()
	n, err := s.o.Log.Partitions(ctx, eventlog.Telemetry)
	if err != nil {
		return err
	}
	var end position.Position
	for part := range n {
		b, err := s.o.Log.Bounds(ctx, eventlog.Telemetry, part)
		if err != nil {
			return err
		}
		if b.Next > 0 {
			end.Reach(part, b.Next-1)
		}
	}
	if err := s.o.Board.Wait(ctx, progress.Points, end); err != nil {
		return fmt.Errorf("wait until the tables have caught up with the log: %w", err)
	}
	return s.o.Catalog.Fresh(ctx)
}

// byRuns: a run that isn't purged refers to it.
func (s *Sweeper) byRuns(ctx context.Context, list []content, needed map[string]bool) error {
	hashes := make([]string, len(list))
	for i, c := range list {
		hashes[i] = "'" + c.sha256 + "'" // 64 hex digits: the projector took nothing else
	}
	rows, err := s.conn.Query(ctx, "SELECT DISTINCT sha256, run FROM contents WHERE sha256 IN ("+strings.Join(hashes, ", ")+")")
	if err != nil {
		return fmt.Errorf("which runs refer to contents: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var hash string
		var run uint64
		if err := rows.Scan(&hash, &run); err != nil {
			return fmt.Errorf("which runs refer to contents: %w", err)
		}
		s.o.Catalog.View(func(st *catalog.State) {
			needed[hash] = needed[hash] || !st.Purged(catalog.RunNo(run))
		})
	}
	return rows.Err()
}

var hash = regexp.MustCompile(`[0-9a-f]{64}`)

// byDocuments: a document names it, such as a report with pinned answers or images; a
// deleted one too, as it may come back.
func (s *Sweeper) byDocuments(needed map[string]bool) {
	var all []*catalog.Document
	s.o.Catalog.View(func(st *catalog.State) { all = st.AllDocuments() })
	for _, d := range all {
		for _, field := range d.Fields {
			if len(field) < 64 {
				continue
			}
			for _, h := range hash.FindAll(field, -1) {
				needed[string(h)] = true
			}
		}
	}
}
