package filter

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

type tokenKind uint8

const (
	tokenEnd    tokenKind = iota
	tokenWord             // a run of key characters, or a number
	tokenText             // in quotes
	tokenSymbol           // ( ) [ ] , . : and operators
	tokenBad              // fault says why
)

type token struct {
	kind  tokenKind
	at    int    // offset and …
	end   int    // … where it ends
	text  string // of a text: unquoted
	fault *Fault
}

// symbols, longest first.
var symbols = []string{"==", "!=", "<>", "<=", ">=", "=~", "!~", "&&", "||", "=", "<", ">", "!", "(", ")", "[", "]", ",", ".", ":", "+"}

type lexer struct {
	text string
	at   int
}

func (l *lexer) next() token {
	for l.at < len(l.text) && strings.IndexByte(" \t\r\n", l.text[l.at]) >= 0 {
		l.at++
	}
	start := l.at
	if start == len(l.text) {
		return token{kind: tokenEnd, at: start, end: start}
	}
	switch c := l.text[start]; {
	case c == '"' || c == '\'':
		return l.quoted(c)
	case c == '`':
		return l.raw()
	case c >= '0' && c <= '9' || c == '-' && start+1 < len(l.text) && l.text[start+1] >= '0' && l.text[start+1] <= '9':
		return l.number()
	}
	for _, s := range symbols {
		if strings.HasPrefix(l.text[start:], s) {
			l.at += len(s)
			return token{kind: tokenSymbol, at: start, end: l.at, text: s}
		}
	}
	return l.word()
}

func (l *lexer) bad(at, length int, message, hint string) token {
	l.at = len(l.text)
	return token{kind: tokenBad, at: at, end: at + length, fault: &Fault{Offset: at, Length: length, Message: message, Hint: hint}}
}

// word is a run of key characters.
func (l *lexer) word() token {
	start := l.at
	for l.at < len(l.text) {
		r, n := utf8.DecodeRuneInString(l.text[l.at:])
		if !keyRune(r) {
			break
		}
		l.at += n
	}
	if l.at == start {
		r, n := utf8.DecodeRuneInString(l.text[start:])
		if r == utf8.RuneError && n == 1 {
			return l.bad(start, 1, "This isn't UTF-8.", "")
		}
		return l.bad(start, n, "The character "+strconv.QuoteRune(r)+" has no meaning here.", "Texts stand in quotes.")
	}
	return token{kind: tokenWord, at: start, end: l.at, text: l.text[start:l.at]}
}

// number is digits with a fraction and an exponent, or a word that begins with a
// digit, such as a key: the parser knows which it wants.
func (l *lexer) number() token {
	start := l.at
	i := start
	digits := func() {
		for i < len(l.text) && l.text[i] >= '0' && l.text[i] <= '9' {
			i++
		}
	}
	i++
	digits()
	if i+1 < len(l.text) && l.text[i] == '.' && l.text[i+1] >= '0' && l.text[i+1] <= '9' {
		i++
		digits()
	}
	if i < len(l.text) && (l.text[i] == 'e' || l.text[i] == 'E') {
		j := i + 1
		if j < len(l.text) && (l.text[j] == '+' || l.text[j] == '-') {
			j++
		}
		if j < len(l.text) && l.text[j] >= '0' && l.text[j] <= '9' {
			i = j
			digits()
		}
	}
	l.at = i
	return token{kind: tokenWord, at: start, end: i, text: l.text[start:i]}
}

// raw is a text between backticks, without escapes.
func (l *lexer) raw() token {
	start := l.at
	n := strings.IndexByte(l.text[start+1:], '`')
	if n < 0 {
		return l.bad(start, 1, "This text isn't closed.", "End it with another `.")
	}
	l.at = start + n + 2
	s := l.text[start+1 : start+1+n]
	if !utf8.ValidString(s) {
		return l.bad(start, n+2, "This text isn't UTF-8.", "")
	}
	return token{kind: tokenText, at: start, end: l.at, text: s}
}

// quoted is a text in quotes, with the escapes of JSON and \'.
func (l *lexer) quoted(quote byte) token {
	start := l.at
	b := []byte{}
	for i := start + 1; i < len(l.text); {
		switch c := l.text[i]; {
		case c == quote:
			l.at = i + 1
			if !utf8.Valid(b) {
				return l.bad(start, i+1-start, "This text isn't UTF-8.", "")
			}
			return token{kind: tokenText, at: start, end: l.at, text: string(b)}
		case c == '\\':
			r, n := unescape(l.text[i:])
			if n == 0 {
				return l.bad(i, min(2, len(l.text)-i), "There's no such escape in a text.", `Write \\ for a backslash, or the text in backticks.`)
			}
			b = utf8.AppendRune(b, r)
			i += n
		default:
			b = append(b, c)
			i++
		}
	}
	return l.bad(start, 1, "This text isn't closed.", "End it with another "+string(quote)+".")
}

// unescape reads an escape at the start of s and says how long it is; 0: it's none.
func unescape(s string) (rune, int) {
	if len(s) < 2 {
		return 0, 0
	}
	switch s[1] {
	case '"', '\'', '\\', '/', '`':
		return rune(s[1]), 2
	case 'n':
		return '\n', 2
	case 't':
		return '\t', 2
	case 'r':
		return '\r', 2
	case 'b':
		return '\b', 2
	case 'f':
		return '\f', 2
	case 'u':
		return unescapeUnicode(s)
	}
	return 0, 0
}

func unescapeUnicode(s string) (rune, int) {
	u, ok := fourHex(s)
	if !ok {
		return 0, 0
	}
	if !utf16.IsSurrogate(u) {
		return u, 6
	}
	if low, ok := fourHex(s[6:]); ok {
		if r := utf16.DecodeRune(u, low); r != utf8.RuneError {
			return r, 12
		}
	}
	return utf8.RuneError, 6
}

func fourHex(s string) (rune, bool) {
	if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
		return 0, false
	}
	v, err := strconv.ParseUint(s[2:6], 16, 32)
	return rune(v), err == nil
}
