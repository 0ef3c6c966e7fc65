package scan

import (
	"errors"
	"math"
)

// The errors of Integer.
var (
	ErrNotInteger = errors.New("not a whole number")
	ErrRange      = errors.New("outside the range of int64")
)

// Integer expects a number that is whole and fits into int64, however it is written:
// 5, 5.0 and 5e0 are the same. ErrNotInteger and ErrRange if it isn't and doesn't.
func (c *Cursor) Integer() (int64, error) {
	var d decimal
	if err := c.decimal(&d); err != nil {
		return 0, err
	}
	text := c.Text[d.from:c.At]
	switch {
	case d.infinite:
		return 0, ErrRange
	case d.integer && d.digits <= 18:
		if d.negative {
			return -int64(d.mantissa), nil
		}
		return int64(d.mantissa), nil
	}
	return integer(text, d)
}

// integer reads the digits before the point, wherever the exponent moves it, and
// wants zeros behind it.
func integer(text []byte, d decimal) (int64, error) {
	whole := d.digits + d.exp10 // how many of the digits are before the point
	var m uint64
	seen := 0
	for _, b := range text {
		switch {
		case b|0x20 == 'e':
			return signed(m, seen, whole, d.negative)
		case b < '0' || b > '9':
			continue
		case seen >= whole && b != '0':
			return 0, ErrNotInteger
		case seen < whole:
			if m > (math.MaxUint64-9)/10 {
				return 0, ErrRange
			}
			m = m*10 + uint64(b-'0')
		}
		seen++
	}
	return signed(m, seen, whole, d.negative)
}

// signed adds the zeros that the exponent asks for, and the sign.
func signed(m uint64, seen, whole int, negative bool) (int64, error) {
	for ; seen < whole && m != 0; seen++ {
		if m > (math.MaxUint64-9)/10 {
			return 0, ErrRange
		}
		m *= 10
	}
	switch {
	case negative && m <= 1<<63:
		return -int64(m), nil
	case !negative && m < 1<<63:
		return int64(m), nil
	}
	return 0, ErrRange
}

// Fixed expects a number and returns it in units of 10^-places, rounded down:
// Fixed(3) of 1.2345 is 1234. ErrRange if that doesn't fit into int64.
func (c *Cursor) Fixed(places int) (int64, error) {
	var d decimal
	if err := c.decimal(&d); err != nil {
		return 0, err
	}
	if d.infinite {
		return 0, ErrRange
	}
	text := c.Text[d.from:c.At]
	d.exp10 += places
	v, err := integer(text, d)
	if errors.Is(err, ErrNotInteger) {
		return cutFraction(text, d)
	}
	return v, err
}

// cutFraction reads the digits before the point alone; there are others behind it.
func cutFraction(text []byte, d decimal) (int64, error) {
	whole := max(d.digits+d.exp10, 0)
	digits := make([]byte, 0, whole+1)
	for _, b := range text {
		if b|0x20 == 'e' || len(digits) == whole {
			break
		}
		if b >= '0' && b <= '9' {
			digits = append(digits, b)
		}
	}
	v, err := integer(digits, decimal{digits: len(digits), negative: d.negative})
	if err == nil && d.negative {
		v--
	}
	return v, err
}
