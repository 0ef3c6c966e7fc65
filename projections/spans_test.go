package projections

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"runledger/event/pb"
)

// TestSpansAreASet compares spans with a plain set.
func TestSpansAreASet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s spans
		have := map[uint64]bool{}
		for range rapid.IntRange(1, 40).Draw(t, "n") {
			from := rapid.Uint64Range(0, 60).Draw(t, "from")
			to := from + rapid.Uint64Range(1, 5).Draw(t, "len")
			fresh := map[uint64]bool{}
			for _, x := range s.unseen(from, to) {
				for n := x.from; n < x.to; n++ {
					fresh[n] = true
				}
			}
			for n := from; n < to; n++ {
				if fresh[n] == have[n] {
					t.Fatalf("%d in [%d,%d): fresh %v, seen %v", n, from, to, fresh[n], have[n])
				}
				have[n] = true
			}
			s = s.add(from, to, maxSpans)
			for i := 1; i < len(s); i++ {
				if s[i-1].to >= s[i].from {
					t.Fatalf("ranges touch: %v", s)
				}
			}
		}
	})
}

func TestTooManySpansCloseTheOldestGap(t *testing.T) {
	var s spans
	for n := range uint64(10) {
		s = s.add(10*n, 10*n+1, 3)
	}
	if diff := cmp.Diff(spans{{0, 71}, {80, 81}, {90, 91}}, s, cmp.AllowUnexported(span{})); diff != "" {
		t.Error(diff)
	}
}

func TestOverlappingLinesCountOnce(t *testing.T) {
	keys, st := newKeyTable(), newRunState(1, 1, 0)
	first := points(1, []int64{0, 1, 2}, series("a", 0, 1, 2))
	first.Origin = &pb.Origin{Writer: "f", From: 0, To: 3, PerRow: true}
	again := points(1, []int64{1, 2, 3, 4}, series("a", 1, 2, 3, 4), &pb.Series{Key: "b", Values: []float64{9, 8}, Rows: []uint32{1, 3}})
	again.Origin = &pb.Origin{Writer: "f", From: 1, To: 5, PerRow: true}
	for off, e := range []*pb.Event{first, again} {
		c := change{off: uint64(off), ev: e}
		if res, err := apply(&c, st, 80, keys); res != applied || err != nil {
			t.Fatal(res, err)
		}
		if off == 0 {
			continue
		}
		p := c.ev.GetRunPoints()
		if diff := cmp.Diff([]int64{3, 4}, p.Steps); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]float64{8}, p.Series[1].Values); diff != "" {
			t.Error(diff)
		}
		if c.rowIdx(0) != 2 || c.rowIdx(1) != 3 {
			t.Errorf("rows lost their numbers: %v", c.idx)
		}
	}
	if st.points != 6 || st.series[keys.no("a")].step != 4 {
		t.Errorf("state: %d points, %+v", st.points, st.series)
	}
}
