package load

import (
	"math"
	"slices"
	"sync"
	"time"
)

// Samples collects durations of many goroutines and gives exact quantiles.
type Samples struct {
	mu      sync.Mutex
	seconds []float64
	sorted  bool
}

// Add takes one duration.
func (s *Samples) Add(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seconds, s.sorted = append(s.seconds, d.Seconds()), false
}

// Count returns how many there are.
func (s *Samples) Count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.seconds)
}

// Quantile returns the smallest sample that a share q of the samples doesn't exceed,
// in seconds; NaN without samples.
func (s *Samples) Quantile(q float64) float64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.seconds) == 0 {
		return math.NaN()
	}
	if !s.sorted {
		slices.Sort(s.seconds)
		s.sorted = true
	}
	i := int(math.Ceil(q*float64(len(s.seconds)))) - 1
	return s.seconds[min(max(i, 0), len(s.seconds)-1)]
}
