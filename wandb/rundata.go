package wandb

import (
	"context"
	"net/http"
	"time"

	"runledger/catalog"
	"runledger/event"
	"runledger/eventlog"
	"runledger/internal/position"
	"runledger/internal/progress"
)

// tableWait bounds how long an answer waits for the tables. A client that is told
// "finished" reads back at once, so answers come when the tables have what was
// acknowledged, but never much later.
const tableWait = 10 * time.Second

// waitFor waits until the tables include pos, or gives up after tableWait and counts it.
func (s *Server) waitFor(ctx context.Context, pos position.Position) {
	ctx, cancel := context.WithTimeout(ctx, tableWait)
	defer cancel()
	outcome := "reached"
	if err := s.Board.Wait(ctx, progress.Runs, pos); err != nil {
		outcome = "given_up"
	}
	s.metrics.waits.WithLabelValues(outcome).Inc()
}

// runData reads what the trainer says of a run, after everything that was
// acknowledged of it, by any process, is in the tables.
func (s *Server) runData(ctx context.Context, run *catalog.Run) (RunData, error) {
	if s.Tables == nil {
		return RunData{}, refuse(http.StatusNotImplemented, "not_served_yet", "not served by this process, which doesn't read the tables: what a run's trainer says")
	}
	part := event.Partition(uint64(run.No), s.Catalog.Partitions())
	end, err := s.Log.Bounds(ctx, eventlog.Telemetry, part)
	if err != nil {
		return RunData{}, err
	}
	var pos position.Position
	if end.Next > 0 {
		pos.Reach(part, end.Next-1)
	}
	s.waitFor(ctx, pos)
	return s.Tables.RunData(ctx, run)
}

// historyLines is the number at which the run's history goes on. A trainer that begins
// takes it as its first line's number; were it too small, its lines would pass for a
// repetition. Later upserts don't look at it, so for them what this process saw is enough.
func (s *Server) historyLines(ctx context.Context, r *runResolver) (int32, error) {
	if r.inserted {
		return 0, nil
	}
	if n, known := s.live.lines(r.at.run.No); known && r.upserted && (!r.begins || s.Tables == nil) {
		return int32(n), nil
	}
	if s.Tables == nil && !r.begins {
		return 0, nil // nobody looks at it
	}
	d, err := r.said(ctx)
	return int32(d.HistoryLines), err
}
