package chart

import (
	"math"
	"strconv"

	"runledger/internal/clickhouse"
)

// frame is the buckets of a chart: n of equal width from lo to hi, both inclusive. On
// an axis of whole numbers (steps, milliseconds) a bucket is (hi-lo+1)/n wide, and
// n isn't above hi-lo+1. On the others it's (hi-lo)/n wide, and hi belongs to the last.
type frame struct {
	floats bool
	lo, hi int64
	flo    float64
	fhi    float64
	n      uint64
	single bool // floats: every x is a bucket by itself (full)
	empty  bool // no point
}

// wholeFrame is the frame of an axis of whole numbers.
func wholeFrame(lo, hi int64, buckets int, full bool) frame {
	f := frame{lo: lo, hi: hi, n: uint64(buckets)}
	if last := uint64(hi) - uint64(lo); full || last < f.n { // not last+1: it may be 2^64
		f.n = last + 1
		if f.n == 0 {
			f.n = math.MaxUint64
		}
	}
	return f
}

// floatFrame is the frame of an axis of any numbers.
func floatFrame(lo, hi float64, buckets int, full bool) frame {
	f := frame{floats: true, flo: lo, fhi: hi, n: uint64(buckets), single: full}
	if lo == hi {
		f.n = 1
	}
	return f
}

// width of a bucket.
func (f frame) width() float64 {
	if f.floats {
		return (f.fhi - f.flo) / float64(f.n)
	}
	return f.span() / float64(f.n)
}

// span of an axis of whole numbers, hi-lo+1.
func (f frame) span() float64 { return float64(uint64(f.hi)-uint64(f.lo)) + 1 }

// edge is the lower edge of bucket i, and the upper one of i-1.
func (f frame) edge(i uint64) float64 {
	if f.floats {
		if i == f.n {
			return f.fhi
		}
		return f.flo + float64(i)*(f.fhi-f.flo)/float64(f.n)
	}
	return float64(f.lo) + float64(i)*f.span()/float64(f.n)
}

// bucket is the expression (UInt64) of the bucket that x falls into. Multiplying first
// makes it exact for whole numbers as long as (hi-lo)·n is below 2^53.
func (f frame) bucket(x string) string {
	switch {
	case f.single:
		return "reinterpretAsUInt64(" + x + " + 0.)" // -0 is 0
	case f.n == 1:
		return "toUInt64(0)"
	case f.floats:
		return "toUInt64(least((" + x + " - {lo:Float64}) * {n:Float64} / {width:Float64}, {n:Float64} - 1))"
	case f.n == uint64(f.hi)-uint64(f.lo)+1:
		return "toUInt64(" + x + " - {lo:Int64})"
	}
	return "toUInt64(least(toFloat64(toUInt64(" + x + " - {lo:Int64})) * {n:Float64} / {width:Float64}, {n:Float64} - 1))"
}

// index is bucket in Go.
func (f frame) index(x int64) uint64 {
	d := uint64(x) - uint64(f.lo)
	if f.n == 1 || f.n == uint64(f.hi)-uint64(f.lo)+1 {
		return min(d, f.n-1)
	}
	return uint64(math.Min(float64(d)*float64(f.n)/f.span(), float64(f.n)-1))
}

// params of bucket.
func (f frame) params(into clickhouse.Params) {
	if f.single || f.n == 1 {
		return
	}
	if f.floats {
		into["lo"], into["n"], into["width"] = f.flo, float64(f.n), f.fhi-f.flo
		return
	}
	into["lo"] = f.lo
	if f.n != uint64(f.hi)-uint64(f.lo)+1 {
		into["n"], into["width"] = float64(f.n), f.span()
	}
}

func utoa(n uint64) string { return strconv.FormatUint(n, 10) }
