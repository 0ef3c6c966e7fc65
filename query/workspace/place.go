package workspace

import "strings"

// A place is a text that sorts by bytes. Documents of the page stand by their field
// place, not by the order that the fold gives them: what arranges itself has a place
// too, and a document may stand between two of those. A place never ends with the
// lowest digit, so there's always room before it.

const placeDigits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

// mostPlace is how long a place may be, in bytes; places of metrics are twice as long
// as their names.
const mostPlace = 8 << 10

const placeWidth = 8 // digits that are counted up at the end

// isPlace tells whether a stored text can be one.
func isPlace(p string) bool {
	return p != "" && len(p) <= mostPlace && strings.Trim(p, placeDigits) == "" && p[len(p)-1] != placeDigits[0]
}

// placeBetween returns a place after a and before b; an empty one is no bound. Where
// there's none in between, it's after both.
func placeBetween(a, b string) string {
	switch {
	case b == "" && a == "":
		return "V"
	case b == "" || b <= a:
		return placeAfter(a)
	}
	return midway(a, b)
}

// placeAfter counts up, so that a list to which is always added has short places.
func placeAfter(a string) string {
	if len(a) >= placeWidth {
		digits := []byte(a)
		for i := len(digits) - 1; i >= len(digits)-placeWidth; i-- {
			d := strings.IndexByte(placeDigits, digits[i]) + 1
			if d < len(placeDigits) {
				digits[i] = placeDigits[d]
				if last := &digits[len(digits)-1]; *last == placeDigits[0] {
					*last = placeDigits[1]
				}
				return string(digits)
			}
			digits[i] = placeDigits[0]
		}
	}
	return a + strings.Repeat("0", placeWidth-1) + "1"
}

// midway returns a text between a and b, which is larger; b may be empty: no bound.
func midway(a, b string) string {
	if b != "" {
		n := 0
		for n < len(b) && digitAt(a, n) == strings.IndexByte(placeDigits, b[n]) {
			n++
		}
		if n > 0 && n < len(b) {
			return b[:n] + midway(behind(a, n), b[n:])
		}
	}
	lo, hi := digitAt(a, 0), len(placeDigits)
	if b != "" {
		hi = strings.IndexByte(placeDigits, b[0])
	}
	switch {
	case hi-lo > 1:
		return string(placeDigits[(lo+hi)/2])
	case len(b) > 1:
		return b[:1]
	}
	return string(placeDigits[lo]) + midway(behind(a, 1), "")
}

// digitAt is a digit's value; behind the end they're all the lowest.
func digitAt(p string, i int) int {
	if i >= len(p) {
		return 0
	}
	return strings.IndexByte(placeDigits, p[i])
}

func behind(p string, n int) string {
	if len(p) <= n {
		return ""
	}
	return p[n:]
}
