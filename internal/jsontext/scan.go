// Package jsontext reads JSON text as trainers write it: RFC 8259 plus the bare
// words NaN, Infinity and -Infinity that Python's json module emits. Values stay
// text, so that numbers keep every digit.
package jsontext

import (
	"encoding/json"
	"fmt"
)

// MaxDepth is how deep objects and arrays may nest.
const MaxDepth = 512

// SyntaxError says where the text stops being JSON, in bytes from its start.
type SyntaxError struct {
	Offset int
	Reason string
}

func (e *SyntaxError) Error() string { return fmt.Sprintf("%s at byte %d", e.Reason, e.Offset) }

// Object calls member for each member of the object in text, in order; value is a
// part of text. Anything but one object is an error.
func Object(text []byte, member func(key string, value []byte) error) error {
	s := scanner{text: text}
	s.space()
	if err := s.object(0, member); err != nil {
		return err
	}
	return s.end()
}

// Array calls element for each element of the array in text.
func Array(text []byte, element func(value []byte) error) error {
	s := scanner{text: text}
	s.space()
	if err := s.array(0, element); err != nil {
		return err
	}
	return s.end()
}

// Check reports whether text is one JSON value.
func Check(text []byte) error {
	s := scanner{text: text}
	s.space()
	if err := s.value(0); err != nil {
		return err
	}
	return s.end()
}

// String decodes the JSON string in text.
func String(text []byte) (string, error) {
	if plain(text) {
		return string(text[1 : len(text)-1]), nil
	}
	var v string
	err := json.Unmarshal(text, &v)
	return v, err
}

// plain: a quoted string without escapes and control characters.
func plain(text []byte) bool {
	if len(text) < 2 || text[0] != '"' || text[len(text)-1] != '"' {
		return false
	}
	for _, c := range text[1 : len(text)-1] {
		if c == '\\' || c == '"' || c < 0x20 || c >= 0x80 {
			return false
		}
	}
	return true
}

// NonFinite reports whether text is one of the bare words that JSON doesn't have.
func NonFinite(text []byte) bool {
	switch string(text) {
	case "NaN", "Infinity", "-Infinity":
		return true
	}
	return false
}

type scanner struct {
	text []byte
	at   int
}

func (s *scanner) fail(reason string) error { return &SyntaxError{s.at, reason} }

func (s *scanner) end() error {
	s.space()
	if s.at != len(s.text) {
		return s.fail("text after the value")
	}
	return nil
}

func (s *scanner) space() {
	for s.at < len(s.text) {
		switch s.text[s.at] {
		case ' ', '\t', '\n', '\r':
			s.at++
		default:
			return
		}
	}
}

func (s *scanner) peek() byte {
	if s.at < len(s.text) {
		return s.text[s.at]
	}
	return 0
}

func (s *scanner) value(depth int) error {
	switch c := s.peek(); {
	case c == '{':
		return s.object(depth, nil)
	case c == '[':
		return s.array(depth, nil)
	case c == '"':
		return s.str()
	case c == '-' || c >= '0' && c <= '9':
		return s.number()
	}
	for _, w := range [...]string{"true", "false", "null", "NaN", "Infinity"} {
		if s.word(w) {
			return nil
		}
	}
	return s.fail("no JSON value")
}

func (s *scanner) word(w string) bool {
	if len(s.text)-s.at >= len(w) && string(s.text[s.at:s.at+len(w)]) == w {
		s.at += len(w)
		return true
	}
	return false
}

func (s *scanner) object(depth int, member func(string, []byte) error) error {
	if s.peek() != '{' {
		return s.fail("no object")
	}
	if depth >= MaxDepth {
		return s.fail("nested too deeply")
	}
	s.at++
	for n := 0; ; n++ {
		s.space()
		if s.peek() == '}' && n == 0 {
			s.at++
			return nil
		}
		if err := s.member(depth, member); err != nil {
			return err
		}
		switch s.peek() {
		case ',':
			s.at++
		case '}':
			s.at++
			return nil
		default:
			return s.fail("no ',' or '}'")
		}
	}
}

func (s *scanner) member(depth int, member func(string, []byte) error) error {
	from := s.at
	if s.peek() != '"' {
		return s.fail("no member name")
	}
	if err := s.str(); err != nil {
		return err
	}
	name := s.text[from:s.at]
	s.space()
	if s.peek() != ':' {
		return s.fail("no ':'")
	}
	s.at++
	s.space()
	from = s.at
	if err := s.value(depth + 1); err != nil {
		return err
	}
	value := s.text[from:s.at]
	s.space()
	if member == nil {
		return nil
	}
	key, err := String(name)
	if err != nil {
		return s.fail("bad member name")
	}
	return member(key, value)
}

func (s *scanner) array(depth int, element func([]byte) error) error {
	if s.peek() != '[' {
		return s.fail("no array")
	}
	if depth >= MaxDepth {
		return s.fail("nested too deeply")
	}
	s.at++
	for n := 0; ; n++ {
		s.space()
		if s.peek() == ']' && n == 0 {
			s.at++
			return nil
		}
		from := s.at
		if err := s.value(depth + 1); err != nil {
			return err
		}
		if element != nil {
			if err := element(s.text[from:s.at]); err != nil {
				return err
			}
		}
		s.space()
		switch s.peek() {
		case ',':
			s.at++
		case ']':
			s.at++
			return nil
		default:
			return s.fail("no ',' or ']'")
		}
	}
}

func (s *scanner) str() error {
	for i := s.at + 1; i < len(s.text); i++ {
		switch c := s.text[i]; {
		case c == '"':
			s.at = i + 1
			return nil
		case c == '\\':
			i++
		case c < 0x20:
			s.at = i
			return s.fail("control character in a string")
		}
	}
	return s.fail("unterminated string")
}

func (s *scanner) number() error {
	if s.peek() == '-' {
		s.at++
		if s.word("Infinity") {
			return nil
		}
	}
	if s.peek() == '0' {
		s.at++
	} else if s.digits() == 0 {
		return s.fail("no digits")
	}
	if s.peek() == '.' {
		s.at++
		if s.digits() == 0 {
			return s.fail("no digits after '.'")
		}
	}
	if c := s.peek(); c == 'e' || c == 'E' {
		s.at++
		if c := s.peek(); c == '+' || c == '-' {
			s.at++
		}
		if s.digits() == 0 {
			return s.fail("no digits in the exponent")
		}
	}
	return nil
}

func (s *scanner) digits() int {
	from := s.at
	for s.at < len(s.text) && s.text[s.at] >= '0' && s.text[s.at] <= '9' {
		s.at++
	}
	return s.at - from
}
