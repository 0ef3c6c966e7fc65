package throttle

import (
	"sync"
	"time"
)

// Policy says how many wrong attempts are free and how the waits grow after them:
// First, twice that, four times, up to Longest. Wrong attempts count less as time
// passes: one is forgiven in each Forgive.
type Policy struct {
	Free    int
	First   time.Duration
	Longest time.Duration
	Forgive time.Duration
}

// Attempts counts wrong attempts by who makes them. An attempt is taken before it's
// known whether it is right, so that many at once don't all pass.
type Attempts struct {
	policy Policy
	clock  func() time.Time

	mu   sync.Mutex
	seen *recent[attempts]
}

type attempts struct {
	wrong int
	last  time.Time // when an attempt was last counted or forgiven
	until time.Time // nobody may try before
}

// mostSeen bounds the memory of an Attempts to about 3 MB.
const mostSeen = 16 << 10

// NewAttempts returns an Attempts.
func NewAttempts(p Policy, clock func() time.Time) *Attempts {
	return &Attempts{policy: p, clock: clock, seen: newRecent[attempts](mostSeen)}
}

// Take counts an attempt as wrong until Right says otherwise. If who has to wait it
// isn't counted, and Take says how long.
func (t *Attempts) Take(who string) (wait time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.clock()
	a := t.seen.make(who)
	t.forgive(a, now)
	if wait = a.until.Sub(now); wait > 0 {
		return wait
	}
	if a.wrong == 0 {
		a.last = now
	}
	a.wrong++
	if over := a.wrong - t.policy.Free; over > 0 {
		a.until = now.Add(t.grown(over))
	}
	return 0
}

// Right takes back the attempt that Take counted. Those before it stay: somebody with
// an account of their own mustn't get guesses at others' for it.
func (t *Attempts) Right(who string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if a := t.seen.get(who); a != nil {
		a.wrong, a.until = max(a.wrong-1, 0), time.Time{}
	}
}

// Forget forgets all attempts of who.
func (t *Attempts) Forget(who string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.seen.drop(who)
}

func (t *Attempts) forgive(a *attempts, now time.Time) {
	if n := int(now.Sub(a.last) / t.policy.Forgive); n > 0 {
		a.wrong = max(a.wrong-n, 0)
		a.last = a.last.Add(time.Duration(n) * t.policy.Forgive)
	}
}

func (t *Attempts) grown(over int) time.Duration {
	wait := t.policy.First << min(over-1, 30)
	if wait <= 0 || wait > t.policy.Longest {
		return t.policy.Longest
	}
	return wait
}
