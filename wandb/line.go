package wandb

import (
	"math"

	"runledger/ingest/scan"
)

// lineSink gets the members of one line's object, in order. Slices are valid during
// the call only.
type lineSink interface {
	number(key []byte, n number)
	other(key []byte, raw []byte) // any value that isn't a number, as it was written
}

// walkLine reads a line of history or events: one JSON object, with the bare words
// NaN, Infinity and -Infinity that the client writes. It is the hot path: nothing is
// allocated for plain keys and numbers.
func walkLine(text []byte, sink lineSink) error {
	c := scan.Cursor{Text: text}
	c.Space()
	if err := c.Byte('{'); err != nil {
		return err
	}
	var decoded []byte
	for first := true; ; first = false {
		more, err := c.More('}', first)
		if err != nil {
			return err
		}
		if !more {
			return c.End()
		}
		key, plain, err := c.String()
		if err != nil {
			return err
		}
		if !plain {
			decoded = scan.Unquote(decoded[:0], key)
			key = decoded
		}
		if err := c.Colon(); err != nil {
			return err
		}
		if err := walkValue(&c, key, sink); err != nil {
			return err
		}
	}
}

func walkValue(c *scan.Cursor, key []byte, sink lineSink) error {
	from := c.At
	if numeric(c.Peek()) {
		n, err := readNumber(c)
		if err == nil {
			sink.number(key, n)
		}
		return err
	}
	if err := c.Skip(); err != nil {
		return err
	}
	sink.other(key, c.Text[from:c.At])
	return nil
}

// numeric reports whether a value that begins with b is a number or one of the words
// for what JSON has no number.
func numeric(b byte) bool { return b-'0' <= 9 || b == '-' || b == 'N' || b == 'I' }

// number is a number as written and as float64; not exact if it is an integer that
// float64 can't hold.
type number struct {
	text  []byte
	value float64
	exact bool
}

func readNumber(c *scan.Cursor) (n number, err error) {
	from := c.At
	switch c.Peek() {
	case 'N':
		n.value, n.exact, err = math.NaN(), true, c.Word("NaN")
	case 'I':
		n.value, n.exact, err = math.Inf(1), true, c.Word("Infinity")
	default:
		n.value, n.exact, err = c.Number()
	}
	n.text = c.Text[from:max(from, c.At)]
	return n, err
}
