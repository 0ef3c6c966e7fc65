package scan

import (
	"unicode/utf16"
	"unicode/utf8"
)

// String expects a string and returns what's between its quotes, checked: UTF-8, no
// bare control characters, only the escapes that JSON has, surrogates in pairs. plain
// says that it has no escapes and so stands for itself; else Unquote it.
func (c *Cursor) String() (raw []byte, plain bool, err error) {
	if err := c.Byte('"'); err != nil {
		return nil, false, err
	}
	from := c.At
	plain = true
	var bits byte
	for i := from; i < len(c.Text); i++ {
		switch b := c.Text[i]; {
		case b == '"':
			raw = c.Text[from:i]
			if bits >= utf8.RuneSelf && !utf8.Valid(raw) {
				c.At = from
				return nil, false, c.Fail("invalid UTF-8 in a string")
			}
			c.At = i + 1
			return raw, plain, nil
		case b == '\\':
			plain = false
			c.At = i
			if i, err = c.escape(); err != nil {
				return nil, false, err
			}
		case b < ' ':
			c.At = i
			return nil, false, c.Fail("a control character in a string")
		default:
			bits |= b
		}
	}
	c.At = len(c.Text)
	return nil, false, c.Fail("a string without its closing quote")
}

// escape checks the escape sequence under the cursor and returns the place of its
// last byte.
func (c *Cursor) escape() (int, error) {
	if c.At+1 >= len(c.Text) {
		return 0, c.Fail("a string without its closing quote")
	}
	switch c.Text[c.At+1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return c.At + 1, nil
	case 'u':
		r, ok := hex4(c.Text[c.At+2:])
		if !ok {
			return 0, c.Fail(`\u without four hexadecimal digits`)
		}
		if !utf16.IsSurrogate(r) {
			return c.At + 5, nil
		}
		if _, ok := lowSurrogate(r, c.Text[c.At+6:]); !ok {
			return 0, c.Fail("half of a surrogate pair")
		}
		return c.At + 11, nil
	}
	return 0, c.Fail("an escape that JSON doesn't have")
}

func hex4(b []byte) (rune, bool) {
	if len(b) < 4 {
		return 0, false
	}
	var r rune
	for _, c := range b[:4] {
		switch {
		case c-'0' <= 9:
			r = r<<4 | rune(c-'0')
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			r = r<<4 | rune(c|0x20-'a'+10)
		default:
			return 0, false
		}
	}
	return r, true
}

// lowSurrogate joins high with the \u escape at the start of b.
func lowSurrogate(high rune, b []byte) (rune, bool) {
	if len(b) < 6 || b[0] != '\\' || b[1] != 'u' {
		return 0, false
	}
	low, ok := hex4(b[2:])
	r := utf16.DecodeRune(high, low)
	return r, ok && r != utf8.RuneError
}

// Unquote appends what a string stands for; raw is what String returned.
func Unquote(dst, raw []byte) []byte {
	for i := 0; i < len(raw); i++ {
		b := raw[i]
		if b != '\\' {
			dst = append(dst, b)
			continue
		}
		i++
		switch raw[i] {
		case 'b':
			dst = append(dst, '\b')
		case 'f':
			dst = append(dst, '\f')
		case 'n':
			dst = append(dst, '\n')
		case 'r':
			dst = append(dst, '\r')
		case 't':
			dst = append(dst, '\t')
		case 'u':
			r, _ := hex4(raw[i+1:])
			i += 4
			if utf16.IsSurrogate(r) {
				r, _ = lowSurrogate(r, raw[i+1:])
				i += 6
			}
			dst = utf8.AppendRune(dst, r)
		default: // " \ /
			dst = append(dst, raw[i])
		}
	}
	return dst
}

// AppendString appends text, which is UTF-8, as a JSON string.
func AppendString[T string | []byte](dst []byte, text T) []byte {
	const hex = "0123456789abcdef"
	dst = append(dst, '"')
	for i := range len(text) {
		switch c := text[i]; {
		case c == '"' || c == '\\':
			dst = append(dst, '\\', c)
		case c < ' ':
			dst = append(dst, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		default:
			dst = append(dst, c)
		}
	}
	return append(dst, '"')
}
