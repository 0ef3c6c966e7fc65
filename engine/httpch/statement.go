package httpch

import "strings"

// statementKind decides how a statement is run.
type statementKind uint8

const (
	kindOther      statementKind = iota // DDL, ALTER, SYSTEM, …: may change things, has a small answer
	kindSelect                          // SELECT, WITH … SELECT, FROM … SELECT
	kindShow                            // SHOW, DESCRIBE, EXISTS, EXPLAIN, CHECK: reads, has a small answer
	kindInsertRows                      // INSERT with rows behind it
	kindSession                         // SET, USE, CREATE TEMPORARY: changes the session
	kindEmpty
)

// statement is what httpch needs to know of a text before it gives it to the engine.
type statement struct {
	kind statementKind

	// text is the statement without what is said elsewhere: a closing semicolon, and for kindInsertRows
	// the clause that names the format.
	text string

	// clause is where the FORMAT clause of a kindSelect starts in text, or its end if there is none: an
	// INTO OUTFILE goes there.
	clause int

	format string // named by the statement itself, as written; "" if it isn't
	data   int    // kindInsertRows: where in the original text the rows start

	usesFiles bool // INTO OUTFILE or FROM INFILE
	several   bool // more than one statement
}

// parseStatement reads a text as far as it must. A text that it misjudges reaches the engine unchanged and
// fails there: kinds choose a way of running, they don't grant anything.
func parseStatement(text string) statement {
	l := &lexer{text: text}
	first := l.next()
	switch {
	case first.kind == tokenEnd:
		return statement{kind: kindEmpty}
	case word(text, first, "INSERT"):
		return parseInsert(text, l)
	}
	s := statement{kind: kindOf(text, first), text: text, clause: len(text)}
	s.scan(l, first)
	return s
}

func kindOf(text string, first token) statementKind {
	if first.kind == tokenSymbol && text[first.start] == '(' {
		return kindSelect
	}
	switch strings.ToUpper(text[first.start:first.end]) {
	case "SELECT", "WITH", "FROM":
		return kindSelect
	case "SHOW", "DESCRIBE", "DESC", "EXISTS", "EXPLAIN", "CHECK":
		return kindShow
	case "SET", "USE":
		return kindSession
	}
	return kindOther
}

// scan walks a statement without rows to its end.
func (s *statement) scan(l *lexer, first token) {
	var before token // the token before t, at depth 0
	for t := first; t.kind != tokenEnd; t = l.next() {
		if l.track(t) > 0 {
			continue
		}
		switch {
		case t.kind == tokenSymbol && s.text[t.start] == ';':
			s.several = moreThanSemicolons(l)
			s.text = s.text[:t.start]
			s.clause = min(s.clause, len(s.text))
			if t == first {
				s.kind = kindEmpty
			}
			return
		case word(s.text, t, "OUTFILE") && word(s.text, before, "INTO"):
			s.usesFiles = true
		case word(s.text, t, "INSERT") && s.kind == kindSelect:
			s.kind = kindOther // WITH … INSERT INTO … SELECT
		case word(s.text, t, "TEMPORARY"), word(s.text, t, "TEMP"):
			if s.kind == kindOther {
				s.kind = kindSession
			}
		case word(s.text, before, "FORMAT") && t.kind == tokenWord && !word(s.text, t, "FROM"):
			s.format, s.clause = s.text[t.start:t.end], before.start
		}
		before = t
	}
}

// moreThanSemicolons reports whether anything but semicolons, blanks and comments is left.
func moreThanSemicolons(l *lexer) bool {
	for t := l.next(); t.kind != tokenEnd; t = l.next() {
		if t.kind != tokenSymbol || l.text[t.start] != ';' {
			return true
		}
	}
	return false
}

// parseInsert finds the clause that names the format of the rows. l stands behind the word INSERT.
func parseInsert(text string, l *lexer) statement {
	t := l.next()
	for word(text, t, "INTO") || word(text, t, "TABLE") || word(text, t, "FUNCTION") {
		t = l.next()
	}
	// The name of the table, which may be any word, comes first: INSERT INTO values VALUES …
	before := token{}
	l.track(t)
	for t = l.next(); t.kind != tokenEnd; t = l.next() {
		if l.track(t) > 0 {
			if l.depth == 1 && before.kind == tokenSymbol && text[before.start] == '(' &&
				(word(text, t, "SELECT") || word(text, t, "WITH")) {
				return insertSelect(text)
			}
			before = t
			continue
		}
		afterDot := before.kind == tokenSymbol && text[before.start] == '.'
		switch {
		case afterDot:
		case word(text, t, "SELECT"), word(text, t, "WITH"):
			return insertSelect(text)
		case word(text, t, "INFILE"):
			return statement{kind: kindOther, text: text, usesFiles: true}
		case word(text, t, "VALUES"):
			return statement{kind: kindInsertRows, text: text[:t.start], format: "Values", data: t.end}
		case word(text, t, "FORMAT"):
			if name := l.next(); name.kind == tokenWord {
				return statement{kind: kindInsertRows, text: text[:t.start], format: text[name.start:name.end],
					data: startOfRows(text, name.end)}
			}
		}
		before = t
	}
	return statement{kind: kindOther, text: text, clause: len(text)}
}

func insertSelect(text string) statement {
	s := statement{kind: kindOther, text: text, clause: len(text)}
	l := &lexer{text: text}
	s.scan(l, l.next())
	return s
}

// startOfRows follows ClickHouse: blanks behind the name of the format are skipped, and one line break.
func startOfRows(text string, i int) int {
	for i < len(text) && (text[i] == ' ' || text[i] == '\t' || text[i] == '\f') {
		i++
	}
	if i < len(text) && text[i] == '\r' {
		i++
	}
	if i < len(text) && text[i] == '\n' {
		i++
	}
	return i
}

// word reports whether t is this keyword.
func word(text string, t token, keyword string) bool {
	return t.kind == tokenWord && strings.EqualFold(text[t.start:t.end], keyword)
}
