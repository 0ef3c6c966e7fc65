package scan

import (
	"math"
	"math/big"
	"math/bits"
	"strconv"
	"unsafe"
)

// powers of ten that float64 holds exactly.
var powers = [...]float64{
	1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
	1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
}

// Number expects a number, also -Infinity, and returns the nearest float64, ties to
// even, as strconv.ParseFloat does. exact is false for an integer (no point, no exponent)
// that float64 can't hold. A number too large for float64 is an error.
func (c *Cursor) Number() (value float64, exact bool, err error) {
	var d decimal
	if err := c.decimal(&d); err != nil {
		return 0, false, err
	}
	exact = true
	switch e := d.exp10; {
	case d.digits > 19 || d.infinite:
		return c.long(&d)
	case d.mantissa > 1<<53:
		if !d.integer {
			return c.long(&d)
		}
		value = float64(d.mantissa)
		exact = bits.Len64(d.mantissa)-bits.TrailingZeros64(d.mantissa) <= 53
	case e == 0:
		value = float64(d.mantissa)
	case e < 0 && e >= -22: // both are exact, so the quotient is rounded once (Clinger's fast path)
		value = float64(d.mantissa) / powers[-e]
	case e > 0 && e <= 22:
		value = float64(d.mantissa) * powers[e]
	default:
		return c.long(&d)
	}
	if d.negative {
		value = -value
	}
	return value, exact, nil
}

// long reads what the fast path can't.
func (c *Cursor) long(d *decimal) (value float64, exact bool, err error) {
	if d.infinite {
		return math.Inf(-1), true, nil
	}
	text := c.Text[d.from:c.At]
	value, err = strconv.ParseFloat(unsafe.String(&text[0], len(text)), 64)
	if err != nil {
		return 0, false, &Error{d.from, "a number beyond the range of float64", true}
	}
	return value, !d.integer || holds(value, text), nil
}

// holds reports whether v is exactly the integer in text, of at most 309 digits.
func holds(v float64, text []byte) bool {
	want, _ := new(big.Int).SetString(string(text), 10)
	have, _ := big.NewFloat(v).Int(nil)
	return want.Cmp(have) == 0
}

// decimal is a number taken apart: ±mantissa × 10^exp10.
type decimal struct {
	from     int    // where it begins
	mantissa uint64 // meaningless if digits > 19
	digits   int    // all that are written, leading zeros too
	exp10    int    // clamped to ±1e6
	negative bool
	integer  bool // no point, no exponent
	infinite bool // the word -Infinity
}

// decimal expects a number and takes it apart into d, which is zero.
func (c *Cursor) decimal(d *decimal) error {
	b, i := c.Text, c.At
	d.from = i
	if i < len(b) && b[i] == '-' {
		d.negative = true
		if i++; i < len(b) && b[i] == 'I' {
			c.At, d.infinite = i, true
			return c.Word("Infinity")
		}
	}
	first := i
	var m uint64
	for i < len(b) && b[i]-'0' <= 9 {
		m = m*10 + uint64(b[i]-'0')
		i++
	}
	d.digits = i - first
	if d.digits == 0 || d.digits > 1 && b[first] == '0' {
		c.At = first
		return c.Fail("no JSON value")
	}
	d.integer = true
	if i < len(b) && b[i] == '.' {
		point := i
		i++
		for i < len(b) && b[i]-'0' <= 9 {
			m = m*10 + uint64(b[i]-'0')
			i++
		}
		fraction := i - point - 1
		if fraction == 0 {
			c.At = i
			return c.Fail("a number without digits after its point")
		}
		d.integer, d.digits, d.exp10 = false, d.digits+fraction, -fraction
	}
	c.At, d.mantissa = i, m
	if i < len(b) && b[i]|0x20 == 'e' {
		d.integer = false
		return c.exponent(d)
	}
	return nil
}

func (c *Cursor) exponent(d *decimal) error {
	c.At++
	negative := false
	if s := c.Peek(); s == '+' || s == '-' {
		negative = s == '-'
		c.At++
	}
	from, e := c.At, 0
	for b := c.Peek(); b-'0' <= 9; b = c.Peek() {
		if e < 1e6 {
			e = e*10 + int(b-'0')
		}
		c.At++
	}
	if c.At == from {
		return c.Fail("a number without digits in its exponent")
	}
	if negative {
		e = -e
	}
	d.exp10 += e
	return nil
}
