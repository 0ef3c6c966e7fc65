package sweep

import (
	"context"
	"fmt"
	"strconv"

	"runledger/catalog"
	cataloghttp "runledger/catalog/http"
	"runledger/event"
	"runledger/eventlog"
	"runledger/internal/progress"
	"runledger/projections"
)

// Of returns the runs and projects that the purge at an offset purged, and who did it; ok
// is false if there's no such purge.
func (s *Sweeper) Of(purge uint64) (runs []catalog.RunNo, by catalog.UserNo, ok bool) {
	s.o.Catalog.View(func(st *catalog.State) {
		for p := range st.Projects() {
			if p.Purged && p.Version == purge+1 {
				by, ok = p.By, true
			}
		}
		for no := catalog.RunNo(1); ; no++ {
			r := st.RunByNo(no)
			if r == nil {
				return
			}
			if r.Purged && r.Version == purge+1 {
				runs, by, ok = append(runs, no), r.By, true
			}
		}
	})
	return runs, by, ok
}

// Status returns how far the purge of these runs has come.
func (s *Sweeper) Status(ctx context.Context, purge uint64, runs []catalog.RunNo) (cataloghttp.PurgeStatus, error) {
	out := cataloghttp.PurgeStatus{State: "running", Runs: len(runs)}
	var err error
	if out.Tables.Removed, err = s.removed(ctx, purge, runs); err != nil {
		return out, err
	}
	s.mu.Lock()
	out.Tables.Bytes = s.tables[purge]
	s.mu.Unlock()
	counted := s.count(purge, runs)
	out.Log = counted.result()
	passed := counted.passed(s.o.Board.Reached(progress.Runs)) // before the files are asked for
	if out.Files, err = s.files(ctx, purge); err != nil {
		return out, err
	}
	if out.Tables.Removed && passed && out.Files.Waiting == 0 && (out.Log.Counted || out.Log.Error != "") {
		out.State = "done"
	}
	return out, nil
}

// removed tells whether the projectors have carried out the purge.
func (s *Sweeper) removed(ctx context.Context, purge uint64, runs []catalog.RunNo) (bool, error) {
	of, err := s.o.Log.Partitions(ctx, eventlog.Telemetry)
	if err != nil {
		return false, err
	}
	done, err := projections.PurgesDone(ctx, s.conn, "purges")
	if noTable(err) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	all := done[projections.ActionsPart] > purge
	for _, no := range runs {
		all = all && done[event.Partition(uint64(no), of)] > purge
	}
	return all, nil
}

func (s *Sweeper) files(ctx context.Context, purge uint64) (f cataloghttp.PurgedFiles, err error) {
	rows, err := s.conn.Query(ctx, "SELECT state, count(), sum(size) FROM doomed FINAL WHERE purge = "+strconv.FormatUint(purge, 10)+" GROUP BY state")
	if noTable(err) {
		return f, nil
	}
	if err != nil {
		return f, fmt.Errorf("contents of a purge: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var state string
		var n, size uint64
		if err := rows.Scan(&state, &n, &size); err != nil {
			return f, fmt.Errorf("contents of a purge: %w", err)
		}
		switch state {
		case deleted:
			f.Deleted, f.Bytes = int(n), int64(size)
		case kept:
			f.Kept = int(n)
		case doomed:
			f.Waiting = int(n)
		}
	}
	return f, rows.Err()
}

// Begun notes the estimate of a purge, and begins to count what remains in the log.
func (s *Sweeper) Begun(purge uint64, runs []catalog.RunNo, tableBytes *int64) {
	s.mu.Lock()
	s.tables[purge] = tableBytes
	s.mu.Unlock()
	s.count(purge, runs)
}
