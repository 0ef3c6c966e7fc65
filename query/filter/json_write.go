package filter

import (
	"math"

	"runledger/internal/jsontext"
)

// AppendJSON appends the JSON form of e, which reads back to an equal one; nil is null.
func AppendJSON(b []byte, e Expr) []byte {
	switch e := e.(type) {
	case *And:
		return append(appendTerms(append(b, `{"and":[`...), e.Terms), "]}"...)
	case *Or:
		return append(appendTerms(append(b, `{"or":[`...), e.Terms), "]}"...)
	case *Not:
		return append(AppendJSON(append(b, `{"not":`...), e.Term), '}')
	case *Condition:
		return e.appendJSON(b)
	}
	return append(b, "null"...)
}

func appendTerms(b []byte, terms []Expr) []byte {
	for i, t := range terms {
		if i > 0 {
			b = append(b, ',')
		}
		b = AppendJSON(b, t)
	}
	return b
}

func (c *Condition) appendJSON(b []byte) []byte {
	b = jsontext.AppendString(append(b, `{"field":`...), c.Field.String())
	b = jsontext.AppendString(append(b, `,"op":`...), string(c.Op))
	n, _ := c.Op.values()
	if n == 0 {
		return append(b, '}')
	}
	b = append(b, `,"value":`...)
	if n == 2 {
		b = append(b, '[')
	}
	for i, v := range c.Values {
		if i > 0 {
			b = append(b, ',')
		}
		b = v.appendJSON(b)
	}
	if n == 2 {
		b = append(b, ']')
	}
	return append(b, '}')
}

func (v Value) appendJSON(b []byte) []byte {
	if v.Kind == TextValue || v.Kind == NumberValue && v.Exact == AsFloat && (math.IsNaN(v.Num) || math.IsInf(v.Num, 0)) {
		s := v.Text
		if v.Kind == NumberValue {
			s = v.number() // not JSON without quotes; config and summary take it for the number
		}
		return jsontext.AppendString(b, s)
	}
	return append(b, v.String()...)
}
