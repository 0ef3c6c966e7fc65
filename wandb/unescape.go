package wandb

import (
	"unicode/utf16"
	"unicode/utf8"
)

// unescape appends to out what the rest of a JSON string means; at is a place inside
// it. It returns the place behind the closing quote. A lone half of a surrogate pair
// becomes U+FFFD.
func unescape(out, text []byte, at int) ([]byte, int, bool) {
	for at < len(text) {
		c := text[at]
		switch {
		case c == '"':
			return out, at + 1, true
		case c < 0x20:
			return out, at, false
		case c != '\\':
			out = append(out, c)
			at++
			continue
		}
		if at+1 >= len(text) {
			return out, at, false
		}
		c = text[at+1]
		at += 2
		switch c {
		case '"', '\\', '/':
			out = append(out, c)
		case 'n':
			out = append(out, '\n')
		case 't':
			out = append(out, '\t')
		case 'r':
			out = append(out, '\r')
		case 'b':
			out = append(out, '\b')
		case 'f':
			out = append(out, '\f')
		case 'u':
			r, next, ok := unescapeRune(text, at)
			if !ok {
				return out, at, false
			}
			out, at = utf8.AppendRune(out, r), next
		default:
			return out, at, false
		}
	}
	return out, at, false
}

// unescapeRune reads the four hex digits at a place, and the second half of a pair.
func unescapeRune(text []byte, at int) (rune, int, bool) {
	r, ok := hex4(text, at)
	if !ok {
		return 0, at, false
	}
	at += 4
	if !utf16.IsSurrogate(r) {
		return r, at, true
	}
	if at+1 < len(text) && text[at] == '\\' && text[at+1] == 'u' {
		if second, ok := hex4(text, at+2); ok {
			if pair := utf16.DecodeRune(r, second); pair != utf8.RuneError {
				return pair, at + 6, true
			}
		}
	}
	return utf8.RuneError, at, true
}

func hex4(text []byte, at int) (rune, bool) {
	if at+4 > len(text) {
		return 0, false
	}
	var r rune
	for _, c := range text[at : at+4] {
		switch {
		case c >= '0' && c <= '9':
			r = r<<4 | rune(c-'0')
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			r = r<<4 | rune(c|0x20-'a'+10)
		default:
			return 0, false
		}
	}
	return r, true
}
