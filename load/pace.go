package load

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// pace lets each trainer log at its rate, and returns how late the latest request was.
func (s *sender) pace(ctx context.Context, t target, runs []*run, fresh *probe) time.Duration {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	begin := time.Now()
	end := begin.Add(s.o.Duration)
	interval := time.Duration(float64(s.o.Batch) / s.o.Rate * float64(time.Second))
	var late atomic.Int64
	var wg sync.WaitGroup
	for trainer := range s.o.Trainers {
		own := ownRuns(runs, trainer, s.o.Trainers)
		phase := interval * time.Duration(trainer) / time.Duration(s.o.Trainers)
		wg.Go(func() { s.train(ctx, t, own, begin.Add(phase), end, interval, &late, fresh) })
	}
	wg.Wait()
	return time.Duration(late.Load())
}

func ownRuns(runs []*run, trainer, trainers int) []*run {
	var own []*run
	for i := trainer; i < len(runs); i += trainers {
		own = append(own, runs[i])
	}
	return own
}

// train is one trainer: it logs a request at each of its times, its runs in turn. A
// late request is sent at once, none is left out.
func (s *sender) train(ctx context.Context, t target, own []*run, at, end time.Time, interval time.Duration, late *atomic.Int64, fresh *probe) {
	f := formatNamed(s.o.Format)
	for turn := 0; at.Before(end); turn, at = turn+1, at.Add(interval) {
		if !sleepUntil(ctx, at) {
			return
		}
		atLeast(late, int64(time.Since(at)))
		r := own[turn%len(own)]
		if pos, err := s.send(ctx, f.encode(t, r, r.rows(s.o.Batch))); err == nil {
			fresh.offer(pos)
		}
	}
}

func sleepUntil(ctx context.Context, at time.Time) bool {
	wait := time.Until(at)
	if wait <= 0 {
		return ctx.Err() == nil
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

func atLeast(v *atomic.Int64, n int64) {
	for old := v.Load(); old < n && !v.CompareAndSwap(old, n); old = v.Load() {
	}
}
