package jsontext

import (
	"bytes"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

const hexDigits = "0123456789abcdef"

// AppendString appends s as a JSON string. Invalid UTF-8 becomes U+FFFD.
func AppendString(out []byte, s string) []byte {
	out = append(out, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			out = append(out, '\\', byte(r))
		case r < 0x20:
			out = append(out, '\\', 'u', '0', '0', hexDigits[r>>4], hexDigits[r&15])
		default:
			out = utf8.AppendRune(out, r)
		}
	}
	return append(out, '"')
}

// EscapeKey returns an object key as it stands in a path of a JSON column. Bytes that
// mean something in the name of a subcolumn are %XX: "." splits a path, "^", ":" and
// "[]" ask for parts of it, quotes and backslashes would have to be escaped in SQL. An
// empty key is a single %.
func EscapeKey(key string) string {
	if key == "" {
		return "%"
	}
	out := make([]byte, 0, len(key)+8)
	for _, r := range key {
		if r < utf8.RuneSelf && special(byte(r)) {
			out = append(out, '%', upperHex[r>>4], upperHex[r&15])
		} else {
			out = utf8.AppendRune(out, r)
		}
	}
	return string(out)
}

const upperHex = "0123456789ABCDEF"

func special(c byte) bool { return c < 0x20 || c == 0x7f || strings.IndexByte("%.^:[]`\"'\\", c) >= 0 }

// UnescapeKey is the inverse of EscapeKey.
func UnescapeKey(key string) string {
	if key == "%" {
		return ""
	}
	out := make([]byte, 0, len(key))
	for i := 0; i < len(key); i++ {
		if key[i] == '%' && i+2 < len(key) {
			if c, err := strconv.ParseUint(key[i+1:i+3], 16, 8); err == nil {
				out = append(out, byte(c))
				i += 2
				continue
			}
		}
		out = append(out, key[i])
	}
	return string(out)
}

// AppendColumn appends value as text for a JSON column: keys escaped, of repeated
// keys the last, numbers that the column can't hold (NaN, ±Infinity, beyond float64)
// as strings.
func AppendColumn(out, value []byte) ([]byte, error) {
	value = bytes.TrimSpace(value)
	if len(value) == 0 {
		return nil, &SyntaxError{0, "no JSON value"}
	}
	switch c := value[0]; {
	case c == '{':
		return appendColumnObject(out, value)
	case c == '[':
		return appendColumnArray(out, value)
	case c == 'N' || c == 'I' || bytes.Equal(value, []byte("-Infinity")):
		return AppendString(out, string(value)), nil
	case c == '-' || c >= '0' && c <= '9':
		return appendColumnNumber(out, value), nil
	case c == '"':
		s, err := String(value)
		return AppendString(out, s), err
	}
	return append(out, value...), nil
}

func appendColumnObject(out, value []byte) ([]byte, error) {
	last := map[string][]byte{}
	var order []string
	err := Object(value, func(k string, v []byte) error {
		if _, again := last[k]; !again {
			order = append(order, k)
		}
		last[k] = v
		return nil
	})
	if err != nil {
		return nil, err
	}
	out = append(out, '{')
	for i, k := range order {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(AppendString(out, EscapeKey(k)), ':')
		if out, err = AppendColumn(out, last[k]); err != nil {
			return nil, err
		}
	}
	return append(out, '}'), nil
}

func appendColumnArray(out, value []byte) ([]byte, error) {
	out = append(out, '[')
	n := 0
	err := Array(value, func(v []byte) (err error) {
		if n++; n > 1 {
			out = append(out, ',')
		}
		out, err = AppendColumn(out, v)
		return err
	})
	return append(out, ']'), err
}

func appendColumnNumber(out, value []byte) []byte {
	if bytes.ContainsAny(value, ".eE") {
		v, _ := strconv.ParseFloat(string(value), 64)
		if math.IsInf(v, 0) {
			return AppendString(out, infinity(v))
		}
		return append(out, value...)
	}
	text := string(value)
	if _, err := strconv.ParseInt(text, 10, 64); err == nil {
		return append(out, value...)
	}
	if _, err := strconv.ParseUint(text, 10, 64); err == nil {
		return append(out, value...)
	}
	v, _ := strconv.ParseFloat(text, 64) // beyond 64 bits: the nearest float64
	if math.IsInf(v, 0) {
		return AppendString(out, infinity(v))
	}
	return strconv.AppendFloat(out, v, 'e', -1, 64)
}

func infinity(v float64) string {
	if v < 0 {
		return "-Infinity"
	}
	return "Infinity"
}
