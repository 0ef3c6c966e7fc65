package chart

import (
	"math"
	"strconv"

	"runledger/internal/clickhouse"
)

// frame is the buckets of a chart: n of equal width from lo to hi, both inclusive. On
// an axis of whole numbers (steps, milliseconds) a bucket is (hi-lo+1)/n wide, and
// n isn't above hi-lo+1. On the others it's (hi-lo)/n wide, and hi belongs to the last.
//
// Where an axis of whole numbers isn't too long to tell, an x outside of lo and hi has
// bucket n, which isn't part of the answer: cheaper than a condition on each point.
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

// tells: bucket n is for what lies outside.
func (f frame) tells() bool { return !f.floats && uint64(f.hi)-uint64(f.lo) < 1<<50 }

// stride is how far the buckets of two series are apart in the numbers of cells.
func (f frame) stride() uint64 {
	if f.tells() {
		return f.n + 1
	}
	return f.n
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
	case f.floats && f.n == 1:
		return "toUInt64(0)"
	case f.floats:
		return "toUInt64(least((" + x + " - {lo:Float64}) * {n:Float64} / {width:Float64}, {last:Float64}))"
	case f.each():
		return "least(toUInt64(" + x + " - {lo:Int64}), {last:UInt64})"
	}
	return "toUInt64(least(toFloat64(toUInt64(" + x + " - {lo:Int64})) * {n:Float64} / {width:Float64}, {last:Float64}))"
}

// each: every whole number is a bucket.
func (f frame) each() bool { return !f.floats && f.n == uint64(f.hi)-uint64(f.lo)+1 }

// params of bucket.
func (f frame) params(into clickhouse.Params) {
	last := f.stride() - 1
	switch {
	case f.single, f.floats && f.n == 1:
	case f.floats:
		into["lo"], into["n"], into["width"], into["last"] = f.flo, float64(f.n), f.fhi-f.flo, float64(last)
	case f.each():
		into["lo"], into["last"] = f.lo, last
	default:
		into["lo"], into["n"], into["width"], into["last"] = f.lo, float64(f.n), f.span(), float64(last)
	}
}

func utoa(n uint64) string { return strconv.FormatUint(n, 10) }
