package eventlog

import (
	"sync"
	"time"
)

// lease says how long a process may act as an owner without hearing from the group.
type lease struct {
	length time.Duration

	mu    sync.Mutex
	proof time.Time // when the last request was sent that the group has answered well
}

// renew takes the time at which a request was sent that succeeded.
func (l *lease) renew(sent time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.proof = sent
}

// since returns the time since the last proof. The monotonic clock stands still while
// the machine sleeps and the wall clock can be set back, so the larger difference
// counts. (A wall clock set forward ends a lease early, which does no harm.)
func (l *lease) since(now time.Time) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	return max(now.Sub(l.proof), now.Round(0).Sub(l.proof.Round(0)))
}

// until returns the end of the lease, to be compared with time.Now.
func (l *lease) until() time.Time {
	now := time.Now()
	return now.Add(l.length - l.since(now))
}
