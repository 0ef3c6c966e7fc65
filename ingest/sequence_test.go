package ingest

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// The numbers of appends under way leave few gaps, however long one of them hangs:
// a projector that remembers 16 ranges never takes a late one for a repetition.
func TestNumbersUnderWayLeaveFewGaps(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	s := newSequence()
	k, other := stream{1, 80}, stream{2, 80}
	type append struct {
		numbers  *numbering
		from, to uint64
	}
	var flying []append
	seen := ranges{}
	for range 20_000 {
		if len(flying) < lanes && r.IntN(2) == 0 {
			n := 1 + r.IntN(3)
			numbers, err := s.take(t.Context(), map[stream]uint64{k: uint64(n), other: 1})
			if err != nil {
				t.Fatal(err)
			}
			o := numbers.origin(k, n)
			flying = append2(flying, append{numbers, o.From, o.To})
			continue
		}
		if len(flying) == 0 {
			continue
		}
		i := r.IntN(min(len(flying), 1+r.IntN(lanes))) // the newest may hang for long
		i = len(flying) - 1 - i
		if r.IntN(40) == 0 {
			i = 0
		}
		a := flying[i]
		if !seen.add(a.from, a.to, 16) {
			t.Fatalf("[%d, %d) is taken for a repetition, ranges %v", a.from, a.to, seen)
		}
		a.numbers.release()
		flying = append2(flying[:i:i], flying[i+1:]...)
	}
	for _, a := range flying {
		a.numbers.release()
	}
	if len(s.streams) != 0 {
		t.Errorf("%d streams are left", len(s.streams))
	}
}

func append2[T any](list []T, more ...T) []T { return append(list, more...) }

// ranges is what a projector remembers of a writer: rising disjoint ranges; when there are
// too many the oldest gap counts as seen.
type ranges [][2]uint64

func (r *ranges) add(from, to uint64, limit int) bool {
	for n := from; n < to; n++ {
		for _, x := range *r {
			if x[0] <= n && n < x[1] {
				return false
			}
		}
	}
	var out ranges
	for _, x := range *r {
		if x[1] < from || x[0] > to {
			out = append(out, x)
		} else {
			from, to = min(from, x[0]), max(to, x[1])
		}
	}
	i := 0
	for i < len(out) && out[i][0] < from {
		i++
	}
	out = append(out[:i:i], append(ranges{{from, to}}, out[i:]...)...)
	for len(out) > limit {
		out[1][0] = out[0][0]
		out = out[1:]
	}
	*r = out
	return true
}

func TestAStreamWaitsForALane(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSequence()
		want := map[stream]uint64{{1, 80}: 1}
		var held []*numbering
		for range lanes {
			n, err := s.take(t.Context(), want)
			if err != nil {
				t.Fatal(err)
			}
			held = append(held, n)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := s.take(ctx, want); !errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("a lane too many: %v", err)
		}
		var wg sync.WaitGroup
		for range 3 {
			wg.Go(func() {
				n, err := s.take(t.Context(), want)
				if err != nil {
					t.Error(err)
					return
				}
				n.release()
			})
		}
		synctest.Wait()
		for _, n := range held {
			n.release()
		}
		wg.Wait()
		if len(s.streams) != 0 {
			t.Errorf("%d streams are left", len(s.streams))
		}
	})
}

func TestManyAppendsOverManyRunsDontBlockEachOther(t *testing.T) {
	s := newSequence()
	var wg sync.WaitGroup
	for seed := range uint64(40) {
		wg.Go(func() {
			r := rand.New(rand.NewPCG(seed, 1))
			for range 200 {
				want := map[stream]uint64{}
				for range 1 + r.IntN(5) {
					want[stream{r.Uint64N(6), 80}] = 1
				}
				n, err := s.take(t.Context(), want)
				if err != nil {
					t.Error(err)
					return
				}
				n.release()
			}
		})
	}
	wg.Wait()
}
