package throttle

import (
	"hash/maphash"
	"math"
	"sync"
	"time"
)

// Rates allows each client so many requests a second on average, and Burst at once
// (token bucket).
type Rates struct {
	PerSecond float64
	Burst     int

	clock  func() time.Time
	seed   maphash.Seed
	shards [16]shard // clients share them out, so that they seldom wait for each other
}

type shard struct {
	mu      sync.Mutex
	clients *recent[bucket]
}

type bucket struct {
	tokens float64
	at     time.Time // when tokens was right; zero: a new client, whose bucket is full
}

// mostClients of a shard; about 3 MB in all.
const mostClients = 1 << 10

// NewRates returns a Rates; nil, which allows everything, if perSecond is 0.
func NewRates(perSecond float64, burst int, clock func() time.Time) *Rates {
	if perSecond <= 0 {
		return nil
	}
	r := &Rates{PerSecond: perSecond, Burst: max(burst, 1), clock: clock, seed: maphash.MakeSeed()}
	for i := range r.shards {
		r.shards[i].clients = newRecent[bucket](mostClients)
	}
	return r
}

// Take takes one request of a client: how many more it could make at once, and the time
// until it could make Burst again. If there's none left, wait says how long until there is.
func (r *Rates) Take(client string) (left int, reset, wait time.Duration) {
	s := &r.shards[maphash.String(r.seed, client)%uint64(len(r.shards))]
	now := r.clock()
	s.mu.Lock()
	b := s.clients.make(client)
	full := float64(r.Burst)
	switch passed := now.Sub(b.at).Seconds(); {
	case b.at.IsZero():
		b.tokens, b.at = full, now
	case passed > 0:
		b.tokens, b.at = min(b.tokens+passed*r.PerSecond, full), now
	}
	if b.tokens < 1 {
		wait = r.seconds(1 - b.tokens)
	} else {
		b.tokens--
	}
	tokens := b.tokens
	s.mu.Unlock()
	return int(tokens), r.seconds(full - tokens), wait
}

// seconds is how long it takes until so many tokens have come.
func (r *Rates) seconds(tokens float64) time.Duration {
	return time.Duration(math.Ceil(tokens / r.PerSecond * float64(time.Second)))
}

// Window is the time in which a client gets Burst requests.
func (r *Rates) Window() time.Duration { return r.seconds(float64(r.Burst)) }
