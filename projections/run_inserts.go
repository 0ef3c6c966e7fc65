package projections

import (
	"context"
	"time"

	"runledger/internal/progress"
)

// maxPastBytes of run_versions' rows wait for the next rows of changed runs.
const maxPastBytes = 32 << 20

// savedRun is a run and the offset that its row includes.
type savedRun struct {
	state *runState
	off   uint64
}

// runBatch is rows of runs to write once everything below next is in the other tables.
type runBatch struct {
	past *versionRows
	rows *dataRows
	of   []savedRun
	next map[int]uint64

	changed []uint64 // runs that events are of
}

// takeRuns makes the rows of all changed runs. The caller holds mu.
func (w *worker) takeRuns() (*runBatch, error) {
	b := &runBatch{past: w.past, rows: &dataRows{newRunRows()}, next: map[int]uint64{}}
	dirty := make([]*runState, 0, len(w.dirty))
	for _, st := range w.dirty {
		dirty = append(dirty, st)
		b.of = append(b.of, savedRun{st, st.off})
	}
	if err := b.rows.collect(dirty, w.keys); err != nil {
		return nil, err
	}
	w.past = newVersionRows(w.keys)
	clear(w.dirty)
	w.urgent = false
	return b, nil
}

// runRows writes rows of runs; the batch that they belong to is in the tables.
func (i *inserter) runRows(ctx context.Context) error {
	w := i.w
	var saved time.Time
	for r := range i.runs {
		start := w.clock()
		if err := w.insertRuns(ctx, &r); err != nil {
			return err
		}
		if r.rows.len() > 0 {
			i.pace.runsInserted(w.clock().Sub(start))
			w.saved(r.of)
		}
		if err := w.doomOrphans(ctx); err != nil {
			return err
		}
		w.board.Changed(progress.Runs, r.next, r.changed)
		if now := w.clock(); now.Sub(saved) > checkpointEvery || w.until != nil {
			saved = now
			err := w.persist(ctx, checkpoints, func() error { return w.store.saveCheckpoints(ctx, now, r.next) })
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// insertRuns writes run_data last: its off says that all other tables, and the run's
// past, hold everything up to it.
func (w *worker) insertRuns(ctx context.Context, r *runBatch) error {
	w.gate.RLock()
	defer w.gate.RUnlock()
	if n := r.past.len(); n > 0 {
		if err := w.putAgain(ctx, runVersions, r.past.block(), n); err != nil {
			return err
		}
	}
	n := r.rows.len()
	if n == 0 {
		return nil
	}
	if err := w.putAgain(ctx, runValues, r.rows.values(), n); err != nil {
		return err
	}
	return w.putAgain(ctx, runData, r.rows.block(), n)
}

// checkpointEvery bounds what a restart reads again.
const checkpointEvery = 5 * time.Second
