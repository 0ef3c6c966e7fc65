package projections

import (
	"slices"

	statepb "runledger/projections/pb"
)

// seriesState is what the projector knows of a metric's steps: the smallest, the largest
// and the value logged there last, and the holes between them: stretches without a step,
// such as requests leave that overtake each other. Any other step in between may be there.
type seriesState struct {
	first, step int64
	value       float64
	holes       []hole // rising; never changed in place: rows being written share it
}

// hole is steps that a series has none of, both ends included.
type hole struct{ lo, hi int64 }

// maxHoles bounds a series' state. Forgetting a hole is safe: steps that land in it are
// read as if they were there twice.
const maxHoles = 8

// covers notes that a batch's n steps are there now, and tells whether all of them are
// new: beyond the others, before them, or within one hole.
func (s *seriesState) covers(r stepRange, n int) (fresh bool) {
	switch {
	case r.lo > s.step:
		s.open(hole{s.step + 1, r.lo - 1}, r, n)
		return true
	case r.hi < s.first:
		s.open(hole{r.hi + 1, s.first - 1}, r, n)
		s.first = r.lo
		return true
	}
	s.first = min(s.first, r.lo)
	if len(s.holes) == 0 {
		return false
	}
	left := make([]hole, 0, len(s.holes)+1)
	for _, h := range s.holes {
		if r.hi < h.lo || r.lo > h.hi {
			left = append(left, h)
			continue
		}
		fresh = h.lo <= r.lo && r.hi <= h.hi
		if h.lo < r.lo {
			left = append(left, hole{h.lo, r.lo - 1})
		}
		if r.hi < h.hi {
			left = append(left, hole{r.hi + 1, h.hi})
		}
	}
	s.holes = fewest(left)
	return fresh
}

// open notes a hole if it may be a batch that is still to come: about as long as the
// one that came, which isn't a single step. Most series have none.
func (s *seriesState) open(h hole, r stepRange, n int) {
	if n < 2 || h.lo > h.hi || uint64(h.hi)-uint64(h.lo) < (uint64(r.hi)-uint64(r.lo))/2 {
		return
	}
	at, _ := slices.BinarySearchFunc(s.holes, h, func(a, b hole) int {
		if a.lo < b.lo {
			return -1
		}
		return 1
	})
	s.holes = fewest(slices.Insert(slices.Clone(s.holes), at, h))
}

// fewest forgets the shortest holes where there are too many.
func fewest(holes []hole) []hole {
	for len(holes) > maxHoles {
		shortest := 0
		for i, h := range holes {
			if s := holes[shortest]; uint64(h.hi)-uint64(h.lo) < uint64(s.hi)-uint64(s.lo) {
				shortest = i
			}
		}
		holes = slices.Delete(holes, shortest, shortest+1)
	}
	if len(holes) == 0 {
		return nil
	}
	return holes
}

func (s *seriesState) save(key string) *statepb.SeriesState {
	out := &statepb.SeriesState{Key: key, Step: s.step, Value: s.value}
	if s.first != s.step {
		out.Before = uint64(s.step) - uint64(s.first)
	}
	for _, h := range s.holes {
		out.Holes = append(out.Holes, uint64(s.step)-uint64(h.lo), uint64(s.step)-uint64(h.hi))
	}
	return out
}

func loadSeries(x *statepb.SeriesState) seriesState {
	s := seriesState{first: x.Step - int64(x.Before), step: x.Step, value: x.Value}
	for i := 0; i+1 < len(x.Holes); i += 2 {
		s.holes = append(s.holes, hole{x.Step - int64(x.Holes[i]), x.Step - int64(x.Holes[i+1])})
	}
	return s
}
