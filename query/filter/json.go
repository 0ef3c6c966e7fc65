package filter

import (
	"fmt"
	"strconv"
	"strings"

	"runledger/internal/jsontext"
)

// ParseText reads an expression as text or, if it begins with {, in its JSON form.
func ParseText(text string) (Expr, error) {
	if t := strings.TrimLeft(text, " \t\r\n"); strings.HasPrefix(t, "{") {
		return ParseJSON([]byte(text))
	}
	return Parse(text)
}

// ParseJSON reads an expression in its JSON form. A JSON string is an expression as
// text; null and {} are no expression. The error is a *Fault with the path of what is
// wrong.
func ParseJSON(text []byte) (Expr, error) {
	if len(text) > 4*MaxText {
		return nil, &Fault{Message: fmt.Sprintf("The filter is longer than %d bytes.", 4*MaxText)}
	}
	if err := jsontext.Check(text); err != nil {
		return nil, &Fault{Message: "The filter isn't JSON: " + err.Error() + "."}
	}
	text = trim(text)
	switch {
	case string(text) == "null":
		return nil, nil
	case text[0] == '"':
		s, err := jsontext.String(text)
		if err != nil {
			return nil, &Fault{Message: "The filter isn't a JSON string."}
		}
		return Parse(s)
	}
	p := &jsonParser{}
	if members, err := p.object(text, ""); err == nil && len(members) == 0 {
		return nil, nil
	}
	return p.expr(text, "", 0)
}

func trim(text []byte) []byte {
	for len(text) > 0 && (text[0] == ' ' || text[0] == '\n' || text[0] == '\t' || text[0] == '\r') {
		text = text[1:]
	}
	for n := len(text); n > 0 && (text[n-1] == ' ' || text[n-1] == '\n' || text[n-1] == '\t' || text[n-1] == '\r'); n-- {
		text = text[:n-1]
	}
	return text
}

type jsonParser struct{ conditions, values int }

func faultAt(path, format string, args ...any) *Fault {
	return &Fault{Path: path, Message: fmt.Sprintf(format, args...)}
}

// object returns an object's members; a key twice is a fault.
func (p *jsonParser) object(text []byte, path string) (map[string][]byte, error) {
	members := map[string][]byte{}
	var twice string
	err := jsontext.Object(text, func(k string, v []byte) error {
		if _, has := members[k]; has {
			twice = k
		}
		members[k] = v
		return nil
	})
	switch {
	case err != nil:
		return nil, faultAt(path, `An object should stand here: {"and": […]}, {"or": […]}, {"not": …} or {"field", "op", "value"}.`)
	case twice != "":
		return nil, faultAt(below(path, twice), "The same key twice.")
	}
	return members, nil
}

func below(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

func (p *jsonParser) expr(text []byte, path string, depth int) (Expr, error) {
	if depth > maxDepth {
		return nil, faultAt(path, "More than %d levels.", maxDepth)
	}
	members, err := p.object(text, path)
	if err != nil {
		return nil, err
	}
	for _, k := range []string{"and", "or", "not"} {
		v, has := members[k]
		if !has {
			continue
		}
		if len(members) > 1 {
			return nil, faultAt(path, "%s stands alone in its object.", k)
		}
		if k == "not" {
			e, err := p.expr(v, below(path, k), depth+1)
			if err != nil {
				return nil, err
			}
			return &Not{e}, nil
		}
		return p.terms(k, v, below(path, k), depth)
	}
	return p.condition(members, path)
}

func (p *jsonParser) terms(word string, text []byte, path string, depth int) (Expr, error) {
	var terms []Expr
	err := jsontext.Array(text, func(v []byte) error {
		e, err := p.expr(v, path+"["+strconv.Itoa(len(terms))+"]", depth+1)
		terms = append(terms, e)
		return err
	})
	if err != nil {
		if f, ok := err.(*Fault); ok {
			return nil, f
		}
		return nil, faultAt(path, "A list of expressions should stand here.")
	}
	switch {
	case len(terms) == 0:
		return nil, faultAt(path, "The list is empty.")
	case len(terms) == 1:
		return terms[0], nil
	case word == "and":
		return &And{terms}, nil
	}
	return &Or{terms}, nil
}

func (p *jsonParser) condition(members map[string][]byte, path string) (Expr, error) {
	if p.conditions++; p.conditions > maxConditions {
		return nil, faultAt(path, "More than %d conditions.", maxConditions)
	}
	for k := range members {
		if k != "field" && k != "op" && k != "value" {
			return nil, faultAt(below(path, k), "There's no such key: a condition has field, op and value.")
		}
	}
	c := &Condition{}
	name, err := jsonString(members, "field", path)
	if err != nil {
		return nil, err
	}
	if c.Field, err = ParseField(name); err != nil {
		f := err.(*Fault)
		f.Path = below(path, "field")
		return nil, f
	}
	if c.Field.Whole() {
		return nil, faultAt(below(path, "field"), "A key is missing: %s.KEY.", c.Field)
	}
	op, err := jsonString(members, "op", path)
	if err != nil {
		return nil, err
	}
	if c.Op = Op(op); op == "==" {
		c.Op = Equal
	}
	n, ok := c.Op.values()
	if !ok {
		return nil, &Fault{Path: below(path, "op"), Message: fmt.Sprintf("There's no operator %q.", clip(op)), Hint: operatorHint()}
	}
	if err := p.readValues(c, n, members, path); err != nil {
		return nil, err
	}
	if bad := c.check(); bad != nil {
		return nil, &Fault{Path: badPath(c, bad, path), Message: bad.message, Hint: bad.hint}
	}
	return c, nil
}

func badPath(c *Condition, b *bad, path string) string {
	if b.value < 0 {
		return below(path, "op")
	}
	if n, _ := c.Op.values(); n == 2 {
		return below(path, "value["+strconv.Itoa(b.value)+"]")
	}
	return below(path, "value")
}

func jsonString(members map[string][]byte, key, path string) (string, error) {
	v, has := members[key]
	if !has {
		return "", faultAt(path, "%s is missing.", key)
	}
	if v[0] != '"' {
		return "", faultAt(below(path, key), "A string should stand here.")
	}
	s, err := jsontext.String(v)
	if err != nil {
		return "", faultAt(below(path, key), "A string should stand here.")
	}
	return s, nil
}

func (p *jsonParser) readValues(c *Condition, n int, members map[string][]byte, path string) error {
	v, has := members["value"]
	path = below(path, "value")
	switch {
	case n == 0 && has:
		return faultAt(path, "%s takes no value.", c.Op)
	case n == 0:
		return nil
	case !has:
		return faultAt(path, "%s needs a value.", c.Op)
	case n == 1:
		return p.readValue(c, v, path)
	}
	if v[0] != '[' {
		return faultAt(path, "%s takes a list of values.", c.Op)
	}
	err := jsontext.Array(v, func(e []byte) error {
		return p.readValue(c, e, path+"["+strconv.Itoa(len(c.Values))+"]")
	})
	if f, ok := err.(*Fault); ok {
		return f
	}
	if len(c.Values) == 0 {
		return faultAt(path, "The list is empty.")
	}
	return nil
}

func (p *jsonParser) readValue(c *Condition, text []byte, path string) error {
	if p.values++; p.values > maxValues {
		return faultAt(path, "More than %d values.", maxValues)
	}
	switch text[0] {
	case '"':
		s, err := jsontext.String(text)
		if err != nil {
			return faultAt(path, "This isn't a string.")
		}
		c.Values = append(c.Values, NewText(s))
		return nil
	case 't', 'f':
		c.Values = append(c.Values, NewBool(text[0] == 't'))
		return nil
	case 'n':
		return &Fault{Path: path, Message: "Nothing equals null.", Hint: "Use the operator missing, or exists."}
	case '{', '[':
		return faultAt(path, "A value is a number, a string, true or false.")
	}
	v, ok := numberOf(string(text))
	if !ok {
		return faultAt(path, "This number is too large.")
	}
	c.Values = append(c.Values, v)
	return nil
}
