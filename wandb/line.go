package wandb

import (
	"errors"
	"math"
	"strconv"
	"unsafe"

	"runledger/internal/jsontext"
)

// lineSink gets the members of one line's object, in order. Slices are valid during
// the call only.
type lineSink interface {
	// number: raw is the literal; exact says that value stands for it fully.
	number(key []byte, value float64, raw []byte, exact bool)
	// other: any value that isn't a number, as it was written.
	other(key []byte, raw []byte)
}

var errLine = errors.New("not one JSON object")

// walkLine reads a line of history or events: one JSON object, with the bare words
// NaN, Infinity and -Infinity that the client writes. It is the hot path: about ten
// million members a second, nothing allocated for plain keys and numbers.
func walkLine(text []byte, sink lineSink) error {
	s := cursor{text: text}
	s.space()
	if !s.take('{') {
		return errLine
	}
	s.space()
	if s.take('}') {
		return s.end()
	}
	for {
		key, ok := s.str()
		if !ok {
			return errLine
		}
		s.space()
		if !s.take(':') {
			return errLine
		}
		s.space()
		if !s.member(key, sink) {
			return errLine
		}
		s.space()
		if s.take(',') {
			s.space()
			continue
		}
		if s.take('}') {
			return s.end()
		}
		return errLine
	}
}

// cursor is a place in a JSON text.
type cursor struct {
	text []byte
	at   int
	key  []byte // of a name with escapes, decoded
}

func (s *cursor) space() {
	for s.at < len(s.text) && (s.text[s.at] == ' ' || s.text[s.at] == '\n' || s.text[s.at] == '\r' || s.text[s.at] == '\t') {
		s.at++
	}
}

func (s *cursor) take(c byte) bool {
	if s.at < len(s.text) && s.text[s.at] == c {
		s.at++
		return true
	}
	return false
}

func (s *cursor) end() error {
	if s.space(); s.at != len(s.text) {
		return errLine
	}
	return nil
}

// str reads a string and returns what it means.
func (s *cursor) str() ([]byte, bool) {
	if !s.take('"') {
		return nil, false
	}
	from := s.at
	for s.at < len(s.text) {
		switch c := s.text[s.at]; {
		case c == '"':
			s.at++
			return s.text[from : s.at-1], true
		case c == '\\':
			var ok bool
			s.key, s.at, ok = unescape(append(s.key[:0], s.text[from:s.at]...), s.text, s.at)
			return s.key, ok
		case c < 0x20:
			return nil, false
		}
		s.at++
	}
	return nil, false
}

func (s *cursor) member(key []byte, sink lineSink) bool {
	if s.at >= len(s.text) {
		return false
	}
	from := s.at
	switch c := s.text[from]; {
	case c == '-' || c >= '0' && c <= '9' || c == 'N' || c == 'I':
		value, exact, ok := s.number()
		if ok {
			sink.number(key, value, s.text[from:s.at], exact)
		}
		return ok
	}
	end := skipValue(s.text, from)
	if end < 0 || jsontext.Check(s.text[from:end]) != nil {
		return false
	}
	s.at = end
	sink.other(key, s.text[from:end])
	return true
}

// number reads a number or one of the bare words. An integer that float64 can't hold,
// or a number beyond its range, is not exact.
func (s *cursor) number() (value float64, exact, ok bool) {
	from := s.at
	neg := s.take('-')
	if s.word("Infinity") {
		if neg {
			return math.Inf(-1), true, true
		}
		return math.Inf(1), true, true
	}
	if !neg && s.word("NaN") {
		return math.NaN(), true, true
	}
	digits := s.digits()
	if digits == 0 || digits > 1 && s.text[s.at-digits] == '0' {
		return 0, false, false
	}
	integer := true
	if s.take('.') {
		integer = false
		if s.digits() == 0 {
			return 0, false, false
		}
	}
	if s.at < len(s.text) && s.text[s.at]|0x20 == 'e' {
		integer = false
		s.at++
		if s.at < len(s.text) && (s.text[s.at] == '+' || s.text[s.at] == '-') {
			s.at++
		}
		if s.digits() == 0 {
			return 0, false, false
		}
	}
	return convert(s.text[from:s.at], integer && digits > 15)
}

func (s *cursor) digits() int {
	from := s.at
	for s.at < len(s.text) && s.text[s.at]-'0' <= 9 {
		s.at++
	}
	return s.at - from
}

func (s *cursor) word(w string) bool {
	if len(s.text)-s.at >= len(w) && string(s.text[s.at:s.at+len(w)]) == w {
		s.at += len(w)
		return true
	}
	return false
}

// convert turns a checked literal into the nearest float64.
func convert(literal []byte, bigInteger bool) (value float64, exact, ok bool) {
	text := unsafe.String(unsafe.SliceData(literal), len(literal)) // not kept
	value, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return value, false, true // out of range: ±Inf
	}
	if bigInteger {
		if n, err := strconv.ParseInt(text, 10, 64); err == nil {
			return value, value < 1<<63 && int64(value) == n, true
		}
		return value, strconv.FormatFloat(value, 'f', -1, 64) == string(literal), true
	}
	return value, true, true
}

// skipValue returns the end of the value that begins at from, -1 if there is none.
// It matches brackets and strings only; the caller checks the rest.
func skipValue(text []byte, from int) int {
	depth := 0
	for i := from; i < len(text); i++ {
		switch c := text[i]; c {
		case '"':
			if i = skipString(text, i); i < 0 {
				return -1
			}
			i--
		case '{', '[':
			depth++
			continue
		case '}', ']':
			if depth == 0 {
				return i
			}
			depth--
		case ',', ' ', '\n', '\r', '\t':
			if depth == 0 {
				return i
			}
			continue
		case ':':
			if depth == 0 {
				return -1
			}
			continue
		default:
			continue
		}
		if depth == 0 {
			return i + 1
		}
	}
	if depth == 0 && len(text) > from {
		return len(text)
	}
	return -1
}

// skipString returns the end of the string whose quote is at from, -1 if it has none.
func skipString(text []byte, from int) int {
	for i := from + 1; i < len(text); i++ {
		switch text[i] {
		case '"':
			return i + 1
		case '\\':
			i++
		}
	}
	return -1
}
