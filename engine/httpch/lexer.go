package httpch

import "strings"

// token is a piece of a statement that isn't white space or a comment.
type token struct {
	kind       tokenKind
	start, end int // byte range in the text
}

type tokenKind uint8

const (
	tokenEnd    tokenKind = iota
	tokenWord             // bare word: keyword, identifier or number
	tokenQuoted           // string, quoted identifier or heredoc
	tokenSymbol           // any other single byte
)

// lexer cuts a statement into tokens by ClickHouse's rules for quotes and comments, and knows how deep in
// brackets the last token is. An unclosed quote or comment runs to the end of the text.
type lexer struct {
	text  string
	at    int
	depth int // of the last token; brackets themselves count as outside
}

func (l *lexer) next() token {
	l.skipBlank()
	start := l.at
	if start >= len(l.text) {
		return token{tokenEnd, start, start}
	}
	c := l.text[start]
	switch {
	case c == '\'' || c == '"' || c == '`':
		l.at = l.endOfQuote(start+1, c)
		return token{tokenQuoted, start, l.at}
	case c == '$':
		if end, ok := l.endOfHeredoc(start); ok {
			l.at = end
			return token{tokenQuoted, start, end}
		}
	}
	if isWord(c) {
		for l.at < len(l.text) && isWord(l.text[l.at]) {
			l.at++
		}
		return token{tokenWord, start, l.at}
	}
	l.at++
	return token{tokenSymbol, start, l.at}
}

// track keeps the depth; it returns the depth at which the token stands.
func (l *lexer) track(t token) int {
	if t.kind != tokenSymbol {
		return l.depth
	}
	switch l.text[t.start] {
	case '(', '[', '{':
		l.depth++
		return l.depth - 1
	case ')', ']', '}':
		if l.depth > 0 {
			l.depth--
		}
	}
	return l.depth
}

func (l *lexer) skipBlank() {
	for l.at < len(l.text) {
		rest := l.text[l.at:]
		switch {
		case isSpace(rest[0]):
			l.at++
		case strings.HasPrefix(rest, "--"), strings.HasPrefix(rest, "#!"), strings.HasPrefix(rest, "# "):
			l.at = l.after("\n")
		case strings.HasPrefix(rest, "/*"):
			l.at += 2
			l.at = l.after("*/")
		default:
			return
		}
	}
}

// after is the position behind the next mark, or the end of the text.
func (l *lexer) after(mark string) int {
	if i := strings.Index(l.text[l.at:], mark); i >= 0 {
		return l.at + i + len(mark)
	}
	return len(l.text)
}

// endOfQuote finds the end of a quote whose inside starts at i. A doubled quote is found to be two
// adjacent quotes, which comes to the same here.
func (l *lexer) endOfQuote(i int, quote byte) int {
	for i < len(l.text) {
		switch l.text[i] {
		case '\\':
			i++
		case quote:
			return i + 1
		}
		i++
	}
	return len(l.text)
}

// endOfHeredoc recognises $tag$ … $tag$.
func (l *lexer) endOfHeredoc(start int) (int, bool) {
	i := start + 1
	for i < len(l.text) && l.text[i] != '$' && isWord(l.text[i]) {
		i++
	}
	if i >= len(l.text) || l.text[i] != '$' {
		return 0, false
	}
	tag := l.text[start : i+1]
	end := strings.Index(l.text[i+1:], tag)
	if end < 0 {
		return 0, false
	}
	return i + 1 + end + len(tag), true
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v'
}

func isWord(c byte) bool {
	return c == '_' || c == '$' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}
