package chart

import (
	"math"
	"math/big"
	"math/bits"
)

// sums is the exact sum, and sum of squares, of the finite values of a cell, by class.
// The zero value is empty.
type sums struct {
	n       uint64 // finite values
	classes []classSum
}

// classSum is the values of one class: sign, exponent/8, and bit 9 for zeros and
// subnormals (then exponent/8 is 0).
type classSum struct {
	class   uint16
	n       uint64
	sum     [2]uint64 // of mantissas, low word first
	squares [4]uint64
}

const (
	classSign    = 1 << 8
	classSpecial = 1 << 9
	classNaN     = 1 << 10
	classTop     = 255 // with classSpecial: ±Inf
	implicitBit  = 1 << 52
)

// classOf is classSQL and mantissaSQL in Go.
func classOf(v float64) (class uint16, mantissa uint64) {
	b := math.Float64bits(v)
	class = uint16(b >> 55)
	if (b>>52+1)&2047 < 2 {
		class |= classSpecial
	}
	if math.IsNaN(v) {
		class |= classNaN
	}
	return class, (b&(implicitBit-1) | implicitBit) << (b >> 52 & 7)
}

// add adds what the engine added up of a class.
func (s *sums) add(c classSum) {
	s.n += c.n
	for i := range s.classes {
		o := &s.classes[i]
		if o.class != c.class {
			continue
		}
		o.n += c.n
		var carry uint64
		o.sum[0], carry = bits.Add64(o.sum[0], c.sum[0], 0)
		o.sum[1], _ = bits.Add64(o.sum[1], c.sum[1], carry)
		carry = 0
		for w := range o.squares {
			o.squares[w], carry = bits.Add64(o.squares[w], c.squares[w], carry)
		}
		return
	}
	s.classes = append(s.classes, c)
}

// addValue adds one finite value.
func (s *sums) addValue(v float64) {
	class, m := classOf(v)
	s.add(classSum{class: class, n: 1, sum: [2]uint64{m, 0}, squares: square(m)})
}

// square of a mantissa, low word first.
func square(m uint64) (words [4]uint64) {
	words[1], words[0] = bits.Mul64(m, m)
	return words
}

// exponent of a class: a value is mantissa · 2^exponent.
func (c *classSum) exponent() int {
	if c.class&classSpecial != 0 {
		return -1074 // subnormals have no implicit bit, see mantissas
	}
	return int(c.class&255)*8 - 1075
}

// mantissas sets sum and squares to the class's own.
func (c *classSum) mantissas(sum, squares *big.Int) {
	setWords(sum, c.sum[:])
	setWords(squares, c.squares[:])
	if c.class&classSpecial == 0 {
		return
	}
	// Each mantissa m was taken with the implicit bit b that it lacks:
	// Σ(b+m) = n·b + Σm, Σ(b+m)² = n·b² + 2b·Σm + Σm².
	n := new(big.Int).SetUint64(c.n)
	sum.Sub(sum, new(big.Int).Lsh(n, 52))
	squares.Sub(squares, new(big.Int).Lsh(n, 104))
	squares.Sub(squares, new(big.Int).Lsh(sum, 53))
}

func setWords(z *big.Int, words []uint64) {
	buf := make([]byte, 0, 32)
	for i := len(words) - 1; i >= 0; i-- {
		for shift := 56; shift >= 0; shift -= 8 {
			buf = append(buf, byte(words[i]>>shift))
		}
	}
	z.SetBytes(buf)
}

// total is the exact sum as sum·2^exp, and the exact sum of squares as squares·2^(2·exp).
func (s *sums) total() (sum, squares *big.Int, exp int) {
	sum, squares = new(big.Int), new(big.Int)
	if len(s.classes) == 0 {
		return sum, squares, 0
	}
	exp = math.MaxInt
	for i := range s.classes {
		exp = min(exp, s.classes[i].exponent())
	}
	var m, q big.Int
	for i := range s.classes {
		c := &s.classes[i]
		c.mantissas(&m, &q)
		shift := uint(c.exponent() - exp)
		m.Lsh(&m, shift)
		if c.class&classSign != 0 {
			sum.Sub(sum, &m)
		} else {
			sum.Add(sum, &m)
		}
		squares.Add(squares, q.Lsh(&q, 2*shift))
	}
	return sum, squares, exp
}

// mean is the exact sum by the number of values, rounded once. n must be above 0.
func (s *sums) mean() float64 {
	if v, ok := s.quickMean(); ok {
		return v
	}
	sum, _, exp := s.total()
	return ratio(sum, new(big.Int).SetUint64(s.n), exp)
}

// variance is the sample variance (n-1), exact but for one rounding; NaN if n < 2.
func (s *sums) variance() float64 {
	if s.n < 2 {
		return math.NaN()
	}
	sum, squares, exp := s.total()
	n := new(big.Int).SetUint64(s.n)
	squares.Mul(squares, n)
	squares.Sub(squares, sum.Mul(sum, sum))
	n.Mul(n, new(big.Int).SetUint64(s.n-1))
	return ratio(squares, n, 2*exp)
}

// ratio is a/b · 2^exp, rounded once to the nearest, ties to even.
func ratio(a, b *big.Int, exp int) float64 {
	if a.Sign() == 0 {
		return 0
	}
	num, den := new(big.Int).Set(a), new(big.Int).Set(b)
	if exp >= 0 {
		num.Lsh(num, uint(exp))
	} else {
		den.Lsh(den, uint(-exp))
	}
	v, _ := new(big.Rat).SetFrac(num, den).Float64()
	return v
}

// quickMean is mean where all values are of one class, which is the usual case.
func (s *sums) quickMean() (float64, bool) {
	if len(s.classes) != 1 || s.classes[0].class&classSpecial != 0 {
		return 0, false
	}
	c := &s.classes[0]
	exp := c.exponent() - 64
	if exp < -900 { // the result may be subnormal, and rounded twice below
		return 0, false
	}
	// sum·2^64 by n: three words of quotient, of which 64 bits are enough.
	var q [3]uint64
	var rest uint64
	q[2], rest = bits.Div64(0, c.sum[1], s.n)
	q[1], rest = bits.Div64(rest, c.sum[0], s.n)
	q[0], rest = bits.Div64(rest, 0, s.n)
	top := 2
	for top > 0 && q[top] == 0 {
		top--
	}
	m, lost := q[top], rest != 0
	if shift := bits.LeadingZeros64(m); top > 0 {
		if shift > 0 {
			m = m<<shift | q[top-1]>>(64-shift)
			lost = lost || q[top-1]<<shift != 0
		} else {
			lost = lost || q[top-1] != 0
		}
		lost = lost || top == 2 && q[0] != 0
		exp += 64*top - shift
	}
	if lost {
		m |= 1 // far below the last bit of the result, but above a tie
	}
	v := math.Ldexp(float64(m), exp)
	if c.class&classSign != 0 {
		v = -v
	}
	return v, !math.IsInf(v, 0)
}
