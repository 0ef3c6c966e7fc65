package filter

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Value is a literal of an expression.
type Value struct {
	Kind ValueKind
	Text string // of a text
	Bool bool
	// Num is the number's nearest float64. Int or Uint hold it exactly if Exact says so.
	Num   float64
	Int   int64
	Uint  uint64
	Exact Exact
}

// ValueKind is what a literal is.
type ValueKind uint8

const (
	TextValue ValueKind = iota + 1
	NumberValue
	BoolValue
)

// Exact says which field holds a number's exact value.
type Exact uint8

const (
	AsFloat Exact = iota // Num
	AsInt                // Int
	AsUint               // Uint: above the largest int64
)

// NewText, NewBool, NewFloat, NewInt and NewUint make values.
func NewText(s string) Value { return Value{Kind: TextValue, Text: s} }
func NewBool(b bool) Value   { return Value{Kind: BoolValue, Bool: b} }

// NewInt is an integer.
func NewInt(i int64) Value { return Value{Kind: NumberValue, Num: float64(i), Int: i, Exact: AsInt} }

// NewUint is an integer.
func NewUint(u uint64) Value {
	if u <= math.MaxInt64 {
		return NewInt(int64(u))
	}
	return Value{Kind: NumberValue, Num: float64(u), Uint: u, Exact: AsUint}
}

// NewFloat is a number; whole ones that float64 and int64 both hold are integers, so
// that a number has one form only.
func NewFloat(f float64) Value {
	if f == math.Trunc(f) && math.Abs(f) < 1<<53 {
		return NewInt(int64(f))
	}
	return Value{Kind: NumberValue, Num: f}
}

// numberOf reads a number as it stands in an expression or in JSON. Integers beyond 64
// bits become the nearest float64.
func numberOf(text string) (Value, bool) {
	switch text {
	case "NaN":
		return NewFloat(math.NaN()), true
	case "Infinity":
		return NewFloat(math.Inf(1)), true
	case "-Infinity":
		return NewFloat(math.Inf(-1)), true
	}
	if i, err := strconv.ParseInt(text, 10, 64); err == nil {
		return NewInt(i), true
	}
	if u, err := strconv.ParseUint(text, 10, 64); err == nil {
		return NewUint(u), true
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return Value{}, false
	}
	return NewFloat(f), true
}

// IsNaN reports whether v is the number NaN.
func (v Value) IsNaN() bool { return v.Kind == NumberValue && math.IsNaN(v.Num) }

// Equal reports whether v and w are the same literal; NaN equals NaN.
func (v Value) Equal(w Value) bool {
	if v.IsNaN() || w.IsNaN() {
		return v.IsNaN() && w.IsNaN()
	}
	return v == w
}

// String is the value as it is written in an expression.
func (v Value) String() string {
	switch v.Kind {
	case BoolValue:
		return strconv.FormatBool(v.Bool)
	case NumberValue:
		return v.number()
	}
	return string(appendQuoted(nil, v.Text))
}

func (v Value) number() string {
	switch {
	case v.Exact == AsInt:
		return strconv.FormatInt(v.Int, 10)
	case v.Exact == AsUint:
		return strconv.FormatUint(v.Uint, 10)
	case math.IsNaN(v.Num):
		return "NaN"
	case math.IsInf(v.Num, 1):
		return "Infinity"
	case math.IsInf(v.Num, -1):
		return "-Infinity"
	}
	return strconv.FormatFloat(v.Num, 'g', -1, 64)
}

const hexDigits = "0123456789abcdef"

// appendQuoted writes s in quotes with the escapes that the lexer reads.
func appendQuoted(b []byte, s string) []byte {
	b = append(b, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b = append(b, '\\', byte(r))
		case r == '\n':
			b = append(b, `\n`...)
		case r < 0x20 || r == 0x7f:
			b = append(b, '\\', 'u', '0', '0', hexDigits[r>>4], hexDigits[r&15])
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return append(b, '"')
}

// special are the texts that count as numbers in config and summary.
func special(s string) bool {
	return s == "NaN" || strings.TrimPrefix(s, "-") == "Infinity"
}
