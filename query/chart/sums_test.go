package chart

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

// exactMean is the mean by another way: rationals.
func exactMean(values []float64) float64 {
	sum := new(big.Rat)
	for _, v := range values {
		sum.Add(sum, new(big.Rat).SetFloat64(v))
	}
	v, _ := sum.Quo(sum, new(big.Rat).SetInt64(int64(len(values)))).Float64()
	return v
}

// exactVariance is the sample variance by its definition, in rationals.
func exactVariance(values []float64) float64 {
	n := new(big.Rat).SetInt64(int64(len(values)))
	mean := new(big.Rat)
	for _, v := range values {
		mean.Add(mean, new(big.Rat).SetFloat64(v))
	}
	mean.Quo(mean, n)
	sum := new(big.Rat)
	for _, v := range values {
		d := new(big.Rat).SetFloat64(v)
		d.Sub(d, mean)
		sum.Add(sum, d.Mul(d, d))
	}
	v, _ := sum.Quo(sum, n.Sub(n, new(big.Rat).SetInt64(1))).Float64()
	return v
}

// shapes of values that break careless sums.
var shapes = map[string]func(*rand.Rand) float64{
	"normal":    func(r *rand.Rand) float64 { return r.NormFloat64() },
	"positive":  func(r *rand.Rand) float64 { return 1 + r.Float64() },
	"offset":    func(r *rand.Rand) float64 { return 1.7e9 + r.NormFloat64()*1e-3 },
	"float32":   func(r *rand.Rand) float64 { return float64(float32(r.NormFloat64())) },
	"any":       func(r *rand.Rand) float64 { return finiteBits(r) },
	"subnormal": func(r *rand.Rand) float64 { return math.Float64frombits(r.Uint64() & (1<<52 - 1)) },
	"cancel":    func(r *rand.Rand) float64 { return []float64{1e300, -1e300, 1, 1e-300, 0}[r.IntN(5)] },
	"zeros":     func(r *rand.Rand) float64 { return []float64{0, math.Copysign(0, -1)}[r.IntN(2)] },
	"tiny":      func(r *rand.Rand) float64 { return r.Float64() * 1e-20 },
	"huge":      func(r *rand.Rand) float64 { return math.MaxFloat64 * (r.Float64() - 0.5) },
}

func finiteBits(r *rand.Rand) float64 {
	for {
		if v := math.Float64frombits(r.Uint64()); !math.IsNaN(v) && !math.IsInf(v, 0) {
			return v
		}
	}
}

func TestSumsAreExact(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	for name, draw := range shapes {
		for range 200 {
			values := make([]float64, 1+r.IntN(40))
			var s sums
			for i := range values {
				values[i] = draw(r)
				s.addValue(values[i])
			}
			if got, want := s.mean(), exactMean(values); got != want {
				t.Errorf("%s: mean of %v = %v, want %v", name, values, got, want)
			}
			if len(values) < 2 {
				continue
			}
			if got, want := s.variance(), exactVariance(values); got != want {
				t.Errorf("%s: variance of %v = %v, want %v", name, values, got, want)
			}
		}
	}
}

func TestQuickMeanRoundsOnce(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	for range 20000 {
		c := classSum{class: uint16(r.IntN(100) + 80), n: 1 + r.Uint64N(1<<r.IntN(40))}
		c.sum = [2]uint64{r.Uint64(), r.Uint64N(c.n/16 + 1)}
		if c.sum[1] == 0 && c.sum[0] == 0 {
			continue
		}
		s := sums{n: c.n, classes: []classSum{c}}
		got, ok := s.quickMean()
		sum, _, exp := s.total()
		want := ratio(sum, new(big.Int).SetUint64(s.n), exp)
		if !ok || got != want {
			t.Fatalf("%+v: %v (%v), want %v", c, got, ok, want)
		}
	}
}

func BenchmarkVariance(b *testing.B) {
	var s sums
	r := rand.New(rand.NewPCG(1, 2))
	for range 1000 {
		s.addValue(r.NormFloat64())
	}
	for b.Loop() {
		s.variance()
		s.mean()
	}
}
