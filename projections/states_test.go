package projections

import (
	"testing"
	"time"
)

// TestOnlySavedStatesGo: a state whose row may still be on its way isn't let go, since
// a reload would find an older one.
func TestOnlySavedStatesGo(t *testing.T) {
	w := &worker{states: map[uint64]*runState{}}
	for run := range uint64(maxStates + 10) {
		st := newRunState(run, 1, 0)
		st.off, st.at = 7, time.Unix(int64(run), 0)
		switch {
		case run < 4:
			st.dirty = true
		case run < 8: // clean, but not saved
		default:
			st.saved = st.off
		}
		w.states[run] = st
	}
	w.evict()
	if len(w.states) != maxStates {
		t.Errorf("%d states stay, want %d", len(w.states), maxStates)
	}
	for run := range uint64(8) {
		if w.states[run] == nil {
			t.Errorf("run %d went", run)
		}
	}
	w.evict()
	if w.evictAt != maxStates*5/4 {
		t.Errorf("looks again at %d states", w.evictAt)
	}
}
