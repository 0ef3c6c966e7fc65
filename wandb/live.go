package wandb

import (
	"sync"
	"time"

	"runledger/catalog"
)

// liveRuns is what this process remembers of the runs that talk to it, to spare reads
// of the tables. Everything in it may be forgotten at any time.
type liveRuns struct {
	mu   sync.Mutex
	runs map[catalog.RunNo]*liveRun
}

type liveRun struct {
	historyLines int64
	ended        bool
	seen         time.Time
	files        map[string]bool      // whose content came by this process
	alerts       map[string]time.Time // when each title was last raised
}

// Bounds of what is remembered.
const (
	maxLive     = 20_000
	liveFor     = 30 * time.Minute
	maxLiveKeys = 2_000 // file names, titles, of one run
)

func newLiveRuns() *liveRuns { return &liveRuns{runs: map[catalog.RunNo]*liveRun{}} }

// with calls f with what is remembered of a run, under the lock.
func (l *liveRuns) with(no catalog.RunNo, now time.Time, f func(*liveRun)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	r := l.runs[no]
	if r == nil {
		if len(l.runs) >= maxLive {
			l.forget(now)
		}
		r = &liveRun{historyLines: -1, files: map[string]bool{}, alerts: map[string]time.Time{}}
		l.runs[no] = r
	}
	r.seen = now
	f(r)
}

// forget drops what wasn't heard of for long, or else half of all.
func (l *liveRuns) forget(now time.Time) {
	for no, r := range l.runs {
		if now.Sub(r.seen) > liveFor {
			delete(l.runs, no)
		}
	}
	for no := range l.runs {
		if len(l.runs) <= maxLive/2 {
			return
		}
		delete(l.runs, no)
	}
}

// lines is the number of history lines of a run, if this process knows it.
func (l *liveRuns) lines(no catalog.RunNo) (int64, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	r := l.runs[no]
	if r == nil || r.historyLines < 0 {
		return 0, false
	}
	return r.historyLines, true
}

// created notes a run that has no lines yet.
func (l *liveRuns) created(no catalog.RunNo, now time.Time) {
	l.with(no, now, func(r *liveRun) { r.historyLines = 0 })
}

// remember adds a key to a set that stays bounded.
func remember[V any](set map[string]V, key string, value V) {
	if len(set) >= maxLiveKeys {
		clear(set)
	}
	set[key] = value
}
