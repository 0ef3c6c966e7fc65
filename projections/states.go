package projections

import (
	"context"
	"slices"
	"time"
)

// maxStates is how many runs' states are kept in memory, about; of more, clean ones
// go, quiet ones first: they are reloaded from run_data when they speak again.
const maxStates = 20_000

// loadStates makes sure that the states of the runs in events are in memory, unless
// these runs are new.
func (w *worker) loadStates(ctx context.Context, events []decoded) error {
	var missing []unknownRun
	gone := w.purged.among(events)
	w.mu.Lock()
	seen := map[uint64]bool{}
	for i := range events {
		run := events[i].run
		if events[i].err != nil || seen[run] || run > w.highest || gone[run] != 0 {
			continue
		}
		seen[run] = true
		if w.states[run] == nil {
			missing = append(missing, unknownRun{run, events[i].home})
		}
	}
	w.mu.Unlock()
	const atOnce = 2000
	for len(missing) > 0 {
		some := missing[:min(len(missing), atOnce)]
		missing = missing[len(some):]
		if err := w.loadSome(ctx, some); err != nil {
			return err
		}
	}
	w.evict()
	return nil
}

// unknownRun is a run that spoke and whose state isn't in memory.
type unknownRun struct {
	run  uint64
	home uint32
}

func (w *worker) loadSome(ctx context.Context, unknown []unknownRun) error {
	var homes, runs []uint64
	for _, u := range unknown {
		runs = append(runs, u.run)
		if !slices.Contains(homes, uint64(u.home)) {
			homes = append(homes, uint64(u.home))
		}
	}
	keys := newKeyTable() // loads run beside the inserter; names are interned below
	var states map[uint64]*runState
	err := w.persist(ctx, "reload runs", func() (err error) {
		states, err = w.store.loadRuns(ctx, homes, runs, keys)
		return err
	})
	if err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for run, st := range states {
		st.rename(keys, w.keys)
		w.states[run] = st
	}
	return nil
}

// rename moves a state's series from one key table to another.
func (s *runState) rename(from, to *keyTable) {
	series := make(map[keyNo]seriesState, len(s.series))
	for k, v := range s.series {
		series[to.no(from.names[k])] = v
	}
	s.series = series
}

// saved notes that run_data holds these rows: their states may go.
func (w *worker) saved(runs []savedRun) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, r := range runs {
		r.state.saved = r.off
	}
}

// evict lets go of quiet runs' states when there are too many. It looks at all of them,
// so it's worth it only from time to time.
func (w *worker) evict() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.states) <= w.evictAt {
		return
	}
	var newest time.Time
	for _, st := range w.states {
		if st.at.After(newest) {
			newest = st.at
		}
	}
	for _, quiet := range []time.Duration{time.Minute, 0} {
		for run, st := range w.states {
			if len(w.states) <= maxStates {
				break
			}
			if !st.dirty && st.saved == st.off && newest.Sub(st.at) >= quiet {
				delete(w.states, run)
			}
		}
	}
	w.evictAt = max(maxStates, len(w.states)) * 5 / 4
}
