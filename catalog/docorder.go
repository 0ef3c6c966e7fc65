package catalog

import "strings"

// The place of a document among its siblings is a text that sorts by bytes: eight
// digits to base 62 and, where two neighbours have no whole number between them, more
// digits behind. So a move changes the moved document alone, and its undo puts it back
// exactly.

const orderDigits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

const (
	orderWidth = 8
	orderFirst = "V0000000" // of the first document: room on both sides
)

// orderBetween returns a place after a and before b; an empty one is no bound.
func orderBetween(a, b string) string {
	switch {
	case a == "" && b == "":
		return orderFirst
	case b == "":
		return wholeOrder(a, 1)
	case a == "":
		return wholeOrder(b, -1)
	}
	if next := wholeOrder(a, 1); next < b {
		return next
	}
	return a + fraction(tail(b, len(a)), strings.HasPrefix(b, a))
}

// tail is what of b lies behind n bytes.
func tail(b string, n int) string {
	if len(b) <= n {
		return ""
	}
	return b[n:]
}

// fraction returns digits f such that a+f sorts after a and, if b continues a with
// rest, before b. It never ends with the lowest digit, so there's always room before it.
func fraction(rest string, continues bool) string {
	middle := string(orderDigits[len(orderDigits)/2])
	if !continues {
		return middle
	}
	zeros := ""
	for i := range len(rest) {
		switch d := strings.IndexByte(orderDigits, rest[i]); {
		case d > 1:
			return zeros + string(orderDigits[d/2])
		case d == 1:
			return zeros + "0" + middle
		}
		zeros += "0"
	}
	return zeros // b is a and zeros only: can't be, fractions don't end so
}

// wholeOrder is the whole part of a place, by more or less.
func wholeOrder(a string, by int) string {
	digits := []byte((a + strings.Repeat("0", orderWidth))[:orderWidth])
	for i := orderWidth - 1; i >= 0; i-- {
		d := strings.IndexByte(orderDigits, digits[i]) + by
		if d >= 0 && d < len(orderDigits) {
			digits[i] = orderDigits[d]
			return string(digits)
		}
		digits[i] = orderDigits[(d+len(orderDigits))%len(orderDigits)]
	}
	return string(digits)
}
