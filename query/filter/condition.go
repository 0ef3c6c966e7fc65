package filter

import (
	"fmt"
	"strings"
)

const fieldHint = "Fields are config.KEY, summary.KEY, or one of the run's own: "

// field reads a field. Keys follow dots at once, so they are read past the tokens.
func (p *parser) field() (Field, error) {
	t := p.tok
	if t.kind != tokenWord {
		if t.kind == tokenText {
			return Field{}, p.fault(t, "A field should stand here, not a text.", "Write the field first: config.arch = \"vit\".")
		}
		return Field{}, p.fault(t, "A field should stand here.", fieldHint+strings.Join(RunFields(), ", ")+".")
	}
	var f Field
	switch strings.ToLower(t.text) {
	case "config":
		f.Scope = Config
	case "summary":
		f.Scope = Summary
	default:
		f, ok := runField(t.text)
		if !ok {
			return f, p.fault(t, fmt.Sprintf("There's no field %q.", clip(t.text)), fieldHint+strings.Join(RunFields(), ", ")+".")
		}
		p.advance()
		return f, nil
	}
	for strings.HasPrefix(p.lex.text[p.lex.at:], ".") {
		p.lex.at++
		key := p.key()
		if key.kind == tokenBad || key.kind == tokenEnd {
			return f, p.fault(key, "A key should follow the dot.", `Keys with other characters than letters, digits, _ - / @ $ stand in quotes: config."a.b".`)
		}
		f.Path = append(f.Path, key.text)
	}
	if n := len(strings.Join(f.Path, "")); n > MaxPath {
		return f, (&Fault{Offset: t.at, Length: p.lex.at - t.at, Message: fmt.Sprintf("The keys have %d bytes together, at most %d are possible.", n, MaxPath)}).locate(p.lex.text)
	}
	p.advance()
	return f, nil
}

// key reads a key of a path, bare or in quotes.
func (p *parser) key() token {
	l := &p.lex
	if l.at < len(l.text) {
		switch c := l.text[l.at]; c {
		case '"', '\'':
			return l.quoted(c)
		case '`':
			return l.raw()
		}
	}
	start := l.at
	if start == len(l.text) {
		return token{kind: tokenEnd, at: start, end: start}
	}
	t := l.word()
	if t.kind == tokenBad { // the dot's own message says more
		return token{kind: tokenEnd, at: start, end: start + 1}
	}
	return t
}

func clip(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

// condition reads field, operator and values.
func (p *parser) condition() (Expr, error) {
	if p.conditions++; p.conditions > maxConditions {
		return nil, p.fault(p.tok, fmt.Sprintf("More than %d conditions.", maxConditions), "")
	}
	start := p.tok
	f, err := p.field()
	if err != nil {
		return nil, err
	}
	if f.Whole() {
		return nil, p.fault(start, "A key is missing: "+f.String()+".KEY.", "")
	}
	c := &Condition{Field: f}
	op := p.tok
	if c.Op, err = p.operator(); err != nil {
		return nil, err
	}
	op.end = max(op.end, p.tok.at)
	op.end = op.at + len(strings.TrimRight(p.lex.text[op.at:op.end], " \t\r\n"))
	values := []token{}
	switch n, _ := c.Op.values(); n {
	case 1:
		values = append(values, p.tok)
		err = p.value(c)
	case 2:
		values, err = p.list(c)
	}
	if err != nil {
		return nil, err
	}
	if bad := c.check(); bad != nil {
		t := op
		if bad.value >= 0 {
			t = values[bad.value]
		}
		fault := p.fault(t, bad.message, bad.hint)
		if bad.length > 0 { // within a text: as near as its escapes allow
			fault.Offset, fault.Length = min(t.at+1+bad.offset, t.end-1), bad.length
			fault.locate(p.lex.text)
		}
		return nil, fault
	}
	return c, nil
}

func (p *parser) operator() (Op, error) {
	t := p.tok
	if t.kind != tokenWord && t.kind != tokenSymbol {
		return "", p.fault(t, "An operator should stand here.", operatorHint())
	}
	p.advance()
	switch word := strings.ToLower(t.text); word {
	case "==":
		return Equal, nil
	case "<>":
		return NotEqual, nil
	case "not":
		if p.is("in") {
			p.advance()
			return NotIn, nil
		}
		return "", p.fault(t, "After a field, not goes with in only.", "Write not before the field: not name contains \"x\".")
	case "is":
		return "", p.fault(t, "There's no operator is.", "Write config.lr missing or config.lr exists.")
	default:
		if _, ok := Op(word).values(); ok {
			return Op(word), nil
		}
	}
	return "", p.fault(t, "An operator should stand here.", operatorHint())
}

func operatorHint() string {
	names := make([]string, len(operators))
	for i, o := range operators {
		names[i] = string(o.op)
	}
	return "Operators are " + strings.Join(names, " ") + "."
}

// value reads a literal.
func (p *parser) value(c *Condition) error {
	t := p.tok
	if p.values++; p.values > maxValues {
		return p.fault(t, fmt.Sprintf("More than %d values.", maxValues), "")
	}
	switch t.kind {
	case tokenText:
		c.Values = append(c.Values, NewText(t.text))
		p.advance()
		return nil
	case tokenWord:
		if v, ok := wordValue(t.text); ok {
			p.advance()
			if p.tok.kind == tokenWord && p.tok.at == t.end {
				t.end = p.tok.end
				return p.fault(t, "This isn't a number.", "Texts stand in quotes.")
			}
			c.Values = append(c.Values, v)
			return nil
		}
		if strings.EqualFold(t.text, "null") {
			return p.fault(t, "Nothing equals null.", "Write "+c.Field.String()+" missing, or exists.")
		}
		return p.fault(t, fmt.Sprintf("A value should stand here, not %q.", clip(t.text)), "Texts stand in quotes.")
	}
	return p.fault(t, "A value should stand here.", "Values are numbers, texts in quotes, true and false.")
}

// wordValue is a number, true or false.
func wordValue(word string) (Value, bool) {
	switch strings.ToLower(word) {
	case "true":
		return NewBool(true), true
	case "false":
		return NewBool(false), true
	case "nan":
		word = "NaN"
	case "infinity", "inf":
		word = "Infinity"
	case "-infinity", "-inf":
		word = "-Infinity"
	default:
		if c := strings.TrimPrefix(word, "-"); c == "" || c[0] < '0' || c[0] > '9' {
			return Value{}, false
		}
	}
	return numberOf(word)
}

// list reads values in ( ) or [ ], and returns where they stand.
func (p *parser) list(c *Condition) ([]token, error) {
	open := p.tok
	end := map[string]string{"(": ")", "[": "]"}[open.text]
	if open.kind != tokenSymbol || end == "" {
		return nil, p.fault(open, "A list of values should stand here.", string(c.Op)+` takes a list: state in ("finished", "running").`)
	}
	p.advance()
	var at []token
	for {
		if p.is(end) && len(at) == 0 {
			return nil, p.fault(open, "The list is empty.", "")
		}
		at = append(at, p.tok)
		if err := p.value(c); err != nil {
			return nil, err
		}
		switch {
		case p.is(end):
			p.advance()
			return at, nil
		case !p.is(","):
			return nil, p.fault(p.tok, "A comma or "+end+" should stand here.", "")
		}
		p.advance()
	}
}
