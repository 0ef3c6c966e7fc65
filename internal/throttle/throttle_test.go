package throttle

import (
	"fmt"
	"sync"
	"testing"
	"time"
)

// watch is a clock that a test turns.
type watch struct {
	mu  sync.Mutex
	now time.Time
}

func newWatch() *watch { return &watch{now: time.Unix(1_700_000_000, 0)} }

func (w *watch) Now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *watch) pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

var policy = Policy{Free: 3, First: time.Second, Longest: time.Minute, Forgive: 10 * time.Minute}

func TestWaitsGrow(t *testing.T) {
	w := newWatch()
	a := NewAttempts(policy, w.Now)
	for i := range 3 {
		if wait := a.Take("x"); wait != 0 {
			t.Fatalf("attempt %d waits %s", i, wait)
		}
	}
	for i, want := range []time.Duration{0, time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second} {
		if wait := a.Take("x"); wait != want {
			t.Fatalf("after the free ones, %d: %s, want %s", i, wait, want)
		}
		w.pass(want)
		if want > 0 {
			if wait := a.Take("x"); wait != 0 {
				t.Fatalf("the wait is over and there's another of %s", wait)
			}
		}
	}
	if wait := a.Take("y"); wait != 0 {
		t.Errorf("another client waits %s", wait)
	}
	for range 20 {
		w.pass(a.Take("x"))
	}
	if wait := a.Take("x"); wait > time.Minute {
		t.Errorf("a wait of %s", wait)
	}
	w.pass(1000 * time.Hour)
	if wait := a.Take("x"); wait != 0 {
		t.Errorf("nothing is forgiven: %s", wait)
	}
}

// Many attempts at once: no more pass than one after the other would.
func TestAttemptsAtOnce(t *testing.T) {
	w := newWatch()
	a := NewAttempts(policy, w.Now)
	var passed sync.Map
	var all sync.WaitGroup
	for i := range 100 {
		all.Go(func() {
			if a.Take("x") == 0 {
				passed.Store(i, true)
			}
		})
	}
	all.Wait()
	n := 0
	passed.Range(func(any, any) bool { n++; return true })
	if n != policy.Free+1 {
		t.Errorf("%d of 100 attempts at once passed, want %d", n, policy.Free+1)
	}
}

func TestARightAttemptCountsNothing(t *testing.T) {
	w := newWatch()
	a := NewAttempts(policy, w.Now)
	for range 100 {
		if wait := a.Take("x"); wait != 0 {
			t.Fatalf("somebody who is always right waits %s", wait)
		}
		a.Right("x")
	}
	for range 4 {
		a.Take("x")
	}
	a.Forget("x")
	if wait := a.Take("x"); wait != 0 {
		t.Errorf("forgotten attempts count: %s", wait)
	}
}

// An attacker with many names can't grow the memory.
func TestTheMemoryIsBounded(t *testing.T) {
	w := newWatch()
	a := NewAttempts(policy, w.Now)
	for i := range 3 * mostSeen {
		a.Take(fmt.Sprint(i))
	}
	if n := len(a.seen.byKey); n != mostSeen {
		t.Errorf("%d clients are remembered, want %d", n, mostSeen)
	}
	if a.seen.get("0") != nil || a.seen.get(fmt.Sprint(3*mostSeen-1)) == nil {
		t.Error("the newest were forgotten")
	}
}

func TestRates(t *testing.T) {
	w := newWatch()
	r := NewRates(2, 4, w.Now)
	for i := range 4 {
		if left, reset, wait := r.Take("x"); wait != 0 || left != 3-i || reset != time.Duration(i+1)*time.Second/2 {
			t.Fatalf("%d: %d left, %s, wait %s", i, left, reset, wait)
		}
	}
	if left, _, wait := r.Take("x"); wait != time.Second/2 || left != 0 {
		t.Errorf("%d left, wait %s", left, wait)
	}
	if _, _, wait := r.Take("y"); wait != 0 {
		t.Error("another client waits")
	}
	w.pass(time.Second / 2)
	if _, _, wait := r.Take("x"); wait != 0 {
		t.Error("the wait that was told is over and there's another")
	}
	w.pass(time.Hour)
	if left, _, _ := r.Take("x"); left != 3 {
		t.Errorf("more than a burst was saved up: %d", left+1)
	}
	if NewRates(0, 1, w.Now) != nil {
		t.Error("a limit of nothing")
	}
}

func BenchmarkRates(b *testing.B) {
	r := NewRates(1e9, 1e9, time.Now)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			r.Take("k-abcdefghijkl")
		}
	})
}
