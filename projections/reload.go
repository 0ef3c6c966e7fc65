package projections

import (
	"context"
	"fmt"
	"time"
)

const reloadColumns = `SELECT run, home, part, off, at, first_at, config_text, summary_text, state, exit_code, seconds,
  first_time, last_time, first_step, last_step, points, history_lines, event_lines, console_lines, marks
FROM `

// loadRuns returns the states of those runs that have a row in run_data; homes are the
// homes that they have: the table is sorted by it.
func (s *store) loadRuns(ctx context.Context, homes, runs []uint64, keys *keyTable) (map[uint64]*runState, error) {
	q := reloadColumns + s.schema.Name(runData) + " FINAL WHERE home IN {homes:Array(UInt64)} AND run IN {runs:Array(UInt64)}"
	rows, err := s.conn.Query(ctx, q, namedNumbers("homes", homes), namedNumbers("runs", runs))
	if err != nil {
		return nil, fmt.Errorf("reload %d runs: %w", len(runs), err)
	}
	defer rows.Close()
	states := map[uint64]*runState{}
	for rows.Next() {
		st := newRunState(0, 0, 0)
		st.fresh = false
		var config, summary, marks string
		var firstTime, lastTime time.Time
		err := rows.Scan(&st.run, &st.home, &st.part, &st.off, &st.at, &st.firstAt, &config, &summary, &st.state, &st.exitCode, &st.seconds,
			&firstTime, &lastTime, &st.firstStep, &st.lastStep, &st.points, &st.historyLines, &st.eventLines, &st.consoleLines, &marks)
		if err != nil {
			return nil, fmt.Errorf("reload runs: %w", err)
		}
		st.firstTime, st.lastTime = firstTime.UnixMilli(), lastTime.UnixMilli()
		st.config = []byte(config)
		if err := st.decodeMarks([]byte(marks), keys); err != nil {
			return nil, err
		}
		st.saved = st.off
		states[st.run] = st
	}
	return states, rows.Err()
}
