package filter

import "strings"

func (*Or) precedence() int        { return 1 }
func (*And) precedence() int       { return 2 }
func (*Not) precedence() int       { return 3 }
func (*Condition) precedence() int { return 4 }

func (e *Or) String() string  { return joinTerms(e, e.Terms, " or ") }
func (e *And) String() string { return joinTerms(e, e.Terms, " and ") }
func (e *Not) String() string { return "not " + within(e, e.Term) }

func joinTerms(e Expr, terms []Expr, by string) string {
	texts := make([]string, len(terms))
	for i, t := range terms {
		texts[i] = within(e, t)
	}
	return strings.Join(texts, by)
}

// within is t as a part of e, in parentheses where they are needed.
func within(e, t Expr) string {
	_, twice := t.(*Not)
	if t.precedence() < e.precedence() || t.precedence() == e.precedence() && !twice {
		return "(" + t.String() + ")"
	}
	return t.String()
}

func (c *Condition) String() string {
	s := c.Field.String() + " " + string(c.Op)
	switch n, _ := c.Op.values(); n {
	case 1:
		return s + " " + c.Values[0].String()
	case 2:
		texts := make([]string, len(c.Values))
		for i, v := range c.Values {
			texts[i] = v.String()
		}
		return s + " (" + strings.Join(texts, ", ") + ")"
	}
	return s
}
