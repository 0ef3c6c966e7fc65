package ingest

import (
	"context"
	"errors"
	"sync"
	"time"
)

// ErrBusy: the process holds as many bytes as it may. Come back a little later.
var ErrBusy = errors.New("too many bytes under way")

// budget bounds the bytes that requests hold at one time. Waiters are served in
// order, so that a large one isn't passed for ever.
type budget struct {
	mu      sync.Mutex
	total   int64
	used    int64
	waiters []*waiter
}

type waiter struct {
	n     int64
	ready chan struct{}
}

func newBudget(total int64) *budget { return &budget{total: total} }

// try takes n bytes if they're there and nobody waits.
func (b *budget) try(n int64) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.waiters) > 0 || !b.fits(n) {
		return false
	}
	b.used += n
	return true
}

// fits: something larger than the whole budget may go when it's alone.
func (b *budget) fits(n int64) bool { return b.used+n <= b.total || b.used == 0 }

// take waits up to patience for n bytes; ErrBusy if they don't become free.
func (b *budget) take(ctx context.Context, n int64, patience time.Duration) error {
	if b.try(n) {
		return nil
	}
	w := &waiter{n, make(chan struct{})}
	b.mu.Lock()
	b.waiters = append(b.waiters, w)
	b.serve()
	b.mu.Unlock()
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case <-w.ready:
		return nil
	case <-ctx.Done():
		b.leave(w)
		return ctx.Err()
	case <-timer.C:
		b.leave(w)
		return ErrBusy
	}
}

// leave takes w out of the queue, or gives back what it got in the meantime.
func (b *budget) leave(w *waiter) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for i := range b.waiters {
		if b.waiters[i] == w {
			b.waiters = append(b.waiters[:i], b.waiters[i+1:]...)
			b.serve()
			return
		}
	}
	b.used -= w.n
	b.serve()
}

func (b *budget) give(n int64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.used -= n
	b.serve()
}

func (b *budget) serve() {
	for len(b.waiters) > 0 && b.fits(b.waiters[0].n) {
		b.used += b.waiters[0].n
		close(b.waiters[0].ready)
		b.waiters = b.waiters[1:]
	}
}

func (b *budget) inUse() int64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.used
}
