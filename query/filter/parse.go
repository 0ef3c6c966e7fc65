package filter

import (
	"fmt"
	"strings"
)

// Bounds of an expression.
const (
	MaxText       = 64 << 10 // bytes
	maxDepth      = 64       // parentheses and nots within each other
	maxConditions = 500
	maxValues     = 10_000 // of all lists together
)

// Parse reads an expression. Empty text is no expression: nil, which all runs match.
// The error is a *Fault.
func Parse(text string) (Expr, error) {
	p := newParser(text)
	if len(text) > MaxText {
		return nil, (&Fault{Offset: MaxText, Message: fmt.Sprintf("The filter is longer than %d bytes.", MaxText)}).locate(text)
	}
	if p.tok.kind == tokenEnd {
		return nil, nil
	}
	e, err := p.or()
	if err != nil {
		return nil, err
	}
	if p.tok.kind != tokenEnd {
		if p.tok.text == ")" {
			return nil, p.fault(p.tok, "This closes a parenthesis that wasn't opened.", "")
		}
		return nil, p.fault(p.tok, "The expression should end here, or go on with and or or.", "")
	}
	return e, nil
}

// parser reads tokens of an expression; tok is the one to look at.
type parser struct {
	lex        lexer
	tok        token
	depth      int
	conditions int
	values     int
}

func newParser(text string) *parser {
	p := &parser{lex: lexer{text: text}}
	p.advance()
	return p
}

func (p *parser) advance() { p.tok = p.lex.next() }

// fault is one at a token; if the token itself is bad, what's wrong with it.
func (p *parser) fault(t token, message, hint string) *Fault {
	f := &Fault{Offset: t.at, Length: t.end - t.at, Message: message, Hint: hint}
	if t.kind == tokenBad {
		f = t.fault
	}
	return f.locate(p.lex.text)
}

// word tells whether the token is one of the words or symbols.
func (p *parser) is(words ...string) bool {
	if p.tok.kind != tokenWord && p.tok.kind != tokenSymbol {
		return false
	}
	for _, w := range words {
		if strings.EqualFold(p.tok.text, w) {
			return true
		}
	}
	return false
}

func (p *parser) or() (Expr, error) {
	if p.depth++; p.depth > maxDepth {
		return nil, p.fault(p.tok, fmt.Sprintf("More than %d parentheses within each other.", maxDepth), "")
	}
	defer func() { p.depth-- }()
	terms, err := p.terms(p.and, "or", "||")
	if err != nil || len(terms) == 1 {
		return first(terms), err
	}
	return &Or{terms}, nil
}

func (p *parser) and() (Expr, error) {
	terms, err := p.terms(p.not, "and", "&&")
	if err != nil || len(terms) == 1 {
		return first(terms), err
	}
	return &And{terms}, nil
}

func first(terms []Expr) Expr {
	if len(terms) == 0 {
		return nil
	}
	return terms[0]
}

// terms reads what term reads, once or more, with one of the words in between.
func (p *parser) terms(term func() (Expr, error), words ...string) ([]Expr, error) {
	var terms []Expr
	for {
		t, err := term()
		if err != nil {
			return nil, err
		}
		terms = append(terms, t)
		if !p.is(words...) {
			return terms, nil
		}
		p.advance()
	}
}

func (p *parser) not() (Expr, error) {
	if !p.is("not", "!") {
		return p.primary()
	}
	at := p.tok
	p.advance()
	if p.depth++; p.depth > maxDepth {
		return nil, p.fault(at, fmt.Sprintf("More than %d nots within each other.", maxDepth), "")
	}
	defer func() { p.depth-- }()
	e, err := p.not()
	if err != nil {
		return nil, err
	}
	return &Not{e}, nil
}

func (p *parser) primary() (Expr, error) {
	if !p.is("(") {
		return p.condition()
	}
	open := p.tok
	p.advance()
	e, err := p.or()
	if err != nil {
		return nil, err
	}
	if !p.is(")") {
		if p.tok.kind == tokenEnd {
			return nil, p.fault(open, "This parenthesis isn't closed.", "")
		}
		return nil, p.fault(p.tok, "A closing parenthesis, and or or should stand here.", "")
	}
	p.advance()
	return e, nil
}
