package ingest

import (
	"math"
	"sync"
	"time"

	"runledger/internal/api"
)

// rates limits requests and points a second for each API key. A bucket holds one
// second's worth and may be overdrawn by what one request brings: the next must wait
// until it's above zero again, so that a large batch isn't refused for ever.
type rates struct {
	requests, points float64 // a second; 0 = no limit

	mu   sync.Mutex
	keys map[string]*buckets
}

type buckets struct {
	requests, points float64
	at               time.Time
}

func newRates(l Limits) *rates {
	return &rates{requests: l.KeyRequests, points: l.KeyPoints, keys: map[string]*buckets{}}
}

// Admit takes one request of an API key that brings telemetry, by whatever route, or
// returns a problem (429) that says how long to wait.
func (w *Writer) Admit(key string) error {
	wait, what := w.rates.admit(key, w.Clock())
	if wait == 0 {
		return nil
	}
	w.metrics.refuse("rate_" + what)
	return api.TooMany(wait, "This API key sends more %s a second than it may. Nothing was stored: repeat the request unchanged.", what)
}

// Spend takes the points of a request that was admitted.
func (w *Writer) Spend(key string, points int) { w.rates.spend(key, points, w.Clock()) }

// admit takes one request of a key, or says how long to wait and why.
func (r *rates) admit(key string, now time.Time) (wait time.Duration, what string) {
	if r.requests == 0 && r.points == 0 {
		return 0, ""
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	b := r.refill(key, now)
	if wait := until(b.requests-1, r.requests); wait > 0 {
		return wait, "requests"
	}
	if wait := until(b.points, r.points); wait > 0 {
		return wait, "points"
	}
	b.requests--
	return 0, ""
}

// spend takes the points of a request that was admitted.
func (r *rates) spend(key string, points int, now time.Time) {
	if r.points == 0 {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.refill(key, now).points -= float64(points)
}

func (r *rates) refill(key string, now time.Time) *buckets {
	b := r.keys[key]
	if b == nil {
		b = &buckets{requests: burst(r.requests), points: burst(r.points), at: now}
		r.keys[key] = b
	}
	if passed := now.Sub(b.at).Seconds(); passed > 0 {
		b.requests = min(b.requests+passed*r.requests, burst(r.requests))
		b.points = min(b.points+passed*r.points, burst(r.points))
		b.at = now
	}
	return b
}

// burst is what a bucket holds: a second's worth, but at least one.
func burst(rate float64) float64 { return max(rate, 1) }

// until is how long it takes for have to be 0 or more.
func until(have, rate float64) time.Duration {
	if rate == 0 || have >= 0 {
		return 0
	}
	return time.Duration(math.Ceil(-have / rate * float64(time.Second)))
}
