package history

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"runledger/catalog"
	"runledger/internal/jsontext"
	"runledger/query/read"
)

// Run is the run that is read.
type Run struct {
	No   catalog.RunNo
	Home catalog.ProjectNo
}

// Options of a read; the zero value is everything as of now.
type Options struct {
	Keys     []string // only these; nil = all
	From, To *int64   // smallest and largest step; nil = no bound
	At       read.Moment

	only  string // further condition on the step
	batch int    // rows of the tables a query reads, about; 0 = windowRows
}

// Row is what was logged at a step. It is valid until the next one is asked for.
type Row struct {
	Step    int64
	Time    time.Time // the client's, of what was logged last at the step; zero = not said
	Runtime float64   // seconds since start as the trainer says; NaN = not said
	Values  []Value   // sorted by key, no key twice; empty for a row logged without any
}

// Value is a number, or what float64 can't hold.
type Value struct {
	Key    string
	Number float64
	JSON   []byte // exact text, as logged: a large integer, a text, an object …; nil: Number is exact

	off uint64
	idx uint32
}

// IsNumber tells whether Number means anything.
func (v *Value) IsNumber() bool { return v.JSON == nil || isInteger(v.JSON) }

// AppendJSON writes the value as JSON; NaN and infinities are the strings "NaN",
// "Infinity", "-Infinity", also within objects.
func (v *Value) AppendJSON(b []byte) []byte {
	if v.JSON != nil {
		return appendStrict(b, v.JSON)
	}
	return appendNumber(b, v.Number)
}

func appendNumber(b []byte, v float64) []byte {
	switch {
	case math.IsNaN(v):
		return append(b, `"NaN"`...)
	case math.IsInf(v, 1):
		return append(b, `"Infinity"`...)
	case math.IsInf(v, -1):
		return append(b, `"-Infinity"`...)
	}
	format, digits := byte('f'), -1
	switch a := math.Abs(v); {
	case a != 0 && (a < 1e-6 || a >= 1e21):
		format = 'e'
	case a >= 1<<53: // read as an integer, it's the same one
		digits = 0
	}
	return strconv.AppendFloat(b, v, format, digits, 64)
}

// appendStrict writes JSON as trainers write it as JSON that every parser reads.
func appendStrict(b, text []byte) []byte {
	if jsontext.NonFinite(text) {
		return append(append(append(b, '"'), text...), '"')
	}
	if s := string(text); !strings.Contains(s, "NaN") && !strings.Contains(s, "Infinity") {
		return append(b, text...)
	}
	first, start := true, len(b)
	comma := func() {
		if !first {
			b = append(b, ',')
		}
		first = false
	}
	var err error
	switch text[0] {
	case '{':
		b = append(b, '{')
		err = jsontext.Object(text, func(key string, value []byte) error {
			comma()
			b = appendStrict(append(jsontext.AppendString(b, key), ':'), value)
			return nil
		})
		b = append(b, '}')
	case '[':
		b = append(b, '[')
		err = jsontext.Array(text, func(value []byte) error {
			comma()
			b = appendStrict(b, value)
			return nil
		})
		b = append(b, ']')
	default:
		return append(b, text...)
	}
	if err != nil { // it was read as JSON when it came in
		return jsontext.AppendString(b[:start], string(text))
	}
	return b
}

func isInteger(text []byte) bool {
	digits := strings.TrimPrefix(string(text), "-")
	return digits != "" && strings.Trim(digits, "0123456789") == ""
}

// set puts a value into the row by the rule of the log: the later wins; an integer
// that float64 can't hold and the number it became are one value.
func (r *Row) set(v Value) {
	i, found := slices.BinarySearchFunc(r.Values, v.Key, func(o Value, key string) int { return strings.Compare(o.Key, key) })
	if !found {
		r.Values = slices.Insert(r.Values, i, v)
		return
	}
	o := &r.Values[i]
	switch {
	case sameNumber(o, &v):
		if v.JSON != nil {
			o.JSON = v.JSON
		}
		if later(v.off, v.idx, o.off, o.idx) {
			o.off, o.idx = v.off, v.idx
		}
	case later(v.off, v.idx, o.off, o.idx):
		*o = v
	}
}

// sameNumber: one is exact text, the other the number that it is rounded to.
func sameNumber(a, b *Value) bool {
	return (a.JSON == nil) != (b.JSON == nil) && a.IsNumber() && b.IsNumber() && a.Number == b.Number
}

func later(off uint64, idx uint32, thanOff uint64, thanIdx uint32) bool {
	return off > thanOff || off == thanOff && idx > thanIdx
}
