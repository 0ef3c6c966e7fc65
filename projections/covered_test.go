package projections

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestCoversNeverMissesAStep: with batches in any order, a step that comes again is never
// taken for new; and requests that only overtake each other are all new.
func TestCoversNeverMissesAStep(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	for range 2000 {
		var s seriesState
		seen := map[int64]bool{}
		stride := int64(1 + r.IntN(3))
		for i := range 60 {
			lo, n := int64(r.IntN(400))-100, 1+r.IntN(12)
			again := false
			for k := range int64(n) {
				again = again || seen[lo+k*stride]
			}
			for k := range int64(n) {
				seen[lo+k*stride] = true
			}
			span := stepRange{lo, lo + int64(n-1)*stride, true}
			if i == 0 {
				s = seriesState{first: span.lo, step: span.hi}
				continue
			}
			if fresh := s.covers(span, n); fresh && again {
				t.Fatalf("batch %d from %d, %d steps by %d: taken for new", i, lo, n, stride)
			}
			s.step = max(s.step, span.hi)
			if len(s.holes) > maxHoles {
				t.Fatalf("%d holes", len(s.holes))
			}
		}
	}
}

func TestOvertakingRequestsAreNew(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	const length = 500
	order := make([]int64, 200)
	for i := range order {
		order[i] = int64(i)
	}
	for i := 0; i+4 <= len(order); i += 4 { // four connections
		r.Shuffle(4, func(a, b int) { order[i+a], order[i+b] = order[i+b], order[i+a] })
	}
	var s seriesState
	for i, batch := range order {
		span := stepRange{batch * length, (batch+1)*length - 1, true}
		if i == 0 {
			s = seriesState{first: span.lo, step: span.hi}
			continue
		}
		if !s.covers(span, length) {
			t.Fatalf("batch %d, the %dth to come, isn't new; holes %v", batch, i, s.holes)
		}
		s.step = max(s.step, span.hi)
	}
	if len(s.holes) != 0 || s.first != 0 {
		t.Errorf("%+v", s)
	}
}

func TestCoversAtTheEnds(t *testing.T) {
	s := seriesState{first: math.MinInt64, step: math.MinInt64 + 10}
	if !s.covers(stepRange{math.MaxInt64 - 10, math.MaxInt64, true}, 11) || len(s.holes) != 1 {
		t.Errorf("%+v", s)
	}
	s.step = math.MaxInt64
	if !s.covers(stepRange{0, 5, true}, 6) || s.covers(stepRange{5, 6, true}, 2) {
		t.Errorf("%+v", s)
	}
}
