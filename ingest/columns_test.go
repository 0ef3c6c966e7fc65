package ingest

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"runledger/event/pb"
)

// cell is a value's place.
type cell struct {
	row int
	key string
}

// flatten reads columns back, bit for bit.
func flatten(t interface{ Fatalf(string, ...any) }, rows int, series []*pb.Series) map[cell]uint64 {
	out := map[cell]uint64{}
	for _, s := range series {
		if len(s.Rows) == 0 && len(s.Values) != rows {
			t.Fatalf("dense series %q has %d values for %d rows", s.Key, len(s.Values), rows)
		}
		for i, v := range s.Values {
			row := i
			if len(s.Rows) > 0 {
				row = int(s.Rows[i])
			}
			c := cell{row, s.Key}
			if _, twice := out[c]; twice {
				t.Fatalf("%v twice", c)
			}
			out[c] = math.Float64bits(v)
		}
	}
	return out
}

func equalCells(t interface{ Fatalf(string, ...any) }, got, want map[cell]uint64) {
	if len(got) != len(want) {
		t.Fatalf("%d cells, want %d", len(got), len(want))
	}
	for c, v := range want {
		if g, ok := got[c]; !ok || g != v {
			t.Fatalf("%v: %x (there: %v), want %x", c, g, ok, v)
		}
	}
}

var anyFloat = rapid.OneOf(rapid.Float64(), rapid.SampledFrom([]float64{
	math.NaN(), math.Inf(1), math.Inf(-1), math.Copysign(0, -1), 0, math.MaxFloat64, 5e-324}))

// Whatever rows are added, in whatever order of keys and over several lives of one
// Columns, they read back bit for bit.
func TestColumnsKeepEveryCell(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var c Columns
		for range rapid.IntRange(1, 3).Draw(t, "lives") {
			want := map[cell]uint64{}
			var steps []int64
			for row := range rapid.IntRange(0, 12).Draw(t, "rows") {
				step := rapid.Int64().Draw(t, "step")
				steps = append(steps, step)
				c.Add(step, step/2)
				for range rapid.IntRange(0, 6).Draw(t, "keys") {
					key := rapid.SampledFrom([]string{"", "a", "b", "c", "ä.\x00", "e"}).Draw(t, "key")
					v := anyFloat.Draw(t, "value")
					c.Set(key, v)
					want[cell{row, key}] = math.Float64bits(v)
				}
			}
			if c.Len() != len(want) || c.Rows() != len(steps) {
				t.Fatalf("%d values in %d rows", c.Len(), c.Rows())
			}
			p := c.Points(7, 3)
			if (p == nil) != (len(want) == 0) {
				t.Fatalf("points %v for %d cells", p, len(want))
			}
			if p != nil {
				equalCells(t, flatten(t, len(p.Steps), p.Series), want)
			}
			c.Reset()
		}
	})
}

func TestColumnsDontAllocateInTheSteadyState(t *testing.T) {
	keys := []string{"loss", "acc", "lr", "grad_norm"}
	var c Columns
	fill := func() {
		for step := range int64(100) {
			c.Add(step, step)
			for _, k := range keys {
				c.Set(k, 1)
			}
		}
		c.Reset()
	}
	fill()
	if n := testing.AllocsPerRun(20, fill); n != 0 {
		t.Errorf("%v allocations for 400 points", n)
	}
}

func TestResetForgetsKeysOutOfUse(t *testing.T) {
	var c Columns
	c.Add(0, 0)
	for i := range 1000 {
		c.Set(string(rune('a'+i)), 1)
	}
	c.Reset()
	if len(c.columns) != 1000 {
		t.Fatalf("%d columns kept", len(c.columns))
	}
	c.Add(0, 0)
	c.Set("a", 1)
	c.Reset()
	if len(c.columns) != 0 || len(c.index) != 0 {
		t.Fatalf("%d columns kept of which 1 was used", len(c.columns))
	}
}
