package filter

import (
	"math"
	"strings"
)

// Numbers of config and summary that aren't finite are texts in the tables.
const specials = "('NaN', 'Infinity', '-Infinity')"

// any compares a value of config or summary: a column of type Dynamic, of which the
// types Int64, UInt64, Float64, String, Bool and lists matter.
func (c *compiler) any(e *Condition) string {
	switch e.Op {
	case Exists:
		return "(isNotNull(" + c.columns.Value(e.Field) + ") OR " + c.columns.Object(e.Field) + ")"
	case Missing:
		return "NOT (isNotNull(" + c.columns.Value(e.Field) + ") OR " + c.columns.Object(e.Field) + ")"
	}
	x := c.columns.Value(e.Field)
	switch e.Op {
	case Equal:
		return c.oneOf(x, e.Values)
	case NotEqual:
		return "(isNotNull(" + x + ") AND NOT " + c.oneOf(x, e.Values) + ")"
	case In:
		return c.oneOf(x, e.Values)
	case NotIn:
		return "(isNotNull(" + x + ") AND NOT " + c.oneOf(x, e.Values) + ")"
	case Has:
		return c.element(x, e.Values[0])
	case Contains:
		if v := e.Values[0]; v.Kind == TextValue {
			return "(" + c.textual(x, "position("+x+".String, "+c.params.Add("String", v.Text)+") > 0") + " OR " + c.element(x, v) + ")"
		}
		return c.element(x, e.Values[0])
	case StartsWith:
		return c.textual(x, "startsWith("+x+".String, "+c.params.Add("String", e.Values[0].Text)+")")
	case Matches:
		return c.textual(x, "match("+x+".String, "+c.pattern(e.Values[0])+")")
	case NotMatches:
		return c.textual(x, "NOT match("+x+".String, "+c.pattern(e.Values[0])+")")
	}
	return c.ordered(x, e.Op, e.Values[0])
}

// textual is a condition on a text that doesn't stand for a number.
func (c *compiler) textual(x, condition string) string {
	return "ifNull(" + x + ".String NOT IN " + specials + " AND " + condition + ", 0)"
}

// oneOf is true where the value equals one of the literals. A number is looked up in
// each type that holds it exactly.
func (c *compiler) oneOf(x string, values []Value) string {
	var ints []int64
	var uints []uint64
	var floats []float64
	var texts []string
	var bools []string
	for _, v := range values {
		switch v.Kind {
		case TextValue:
			texts = append(texts, v.Text)
		case BoolValue:
			bools = append(bools, v.String())
		default:
			if math.IsNaN(v.Num) || math.IsInf(v.Num, 0) {
				texts = append(texts, v.number())
				continue
			}
			if i, ok := v.int64(); ok {
				ints = append(ints, i)
			}
			if u, ok := v.uint64(); ok {
				uints = append(uints, u)
			}
			if f, ok := v.float64(); ok {
				floats = append(floats, f)
				if f == 0 { // IN compares bits: 0 isn't −0 there
					floats = append(floats, math.Copysign(0, -1))
				}
			}
		}
	}
	var terms []string
	terms = appendAmong(terms, c.params, x+".Float64", "Float64", floats)
	terms = appendAmong(terms, c.params, x+".Int64", "Int64", ints)
	terms = appendAmong(terms, c.params, x+".UInt64", "UInt64", uints)
	terms = appendAmong(terms, c.params, x+".String", "String", texts)
	switch len(bools) {
	case 0:
	case 1:
		terms = append(terms, x+".Bool = "+bools[0])
	default:
		terms = append(terms, x+".Bool IN ("+strings.Join(bools, ", ")+")")
	}
	return firstOf(terms)
}

func appendAmong[T any](terms []string, p Params, x, kind string, list []T) []string {
	switch len(list) {
	case 0:
		return terms
	case 1:
		return append(terms, x+" = "+p.Add(kind, list[0]))
	}
	return append(terms, x+" IN "+p.Add("Array("+kind+")", list))
}

// ordered is less or more: of texts among texts, of numbers among numbers.
func (c *compiler) ordered(x string, op Op, v Value) string {
	if v.Kind == TextValue {
		return c.textual(x, x+".String "+sqlOps[op]+" "+c.params.Add("String", v.Text))
	}
	literal := c.literal(v)
	var terms []string
	for _, kind := range []string{"Float64", "Int64", "UInt64"} {
		terms = append(terms, x+"."+kind+" "+sqlOps[op]+" "+literal)
	}
	above, below := holds(math.Inf(1), op, v.Num), holds(math.Inf(-1), op, v.Num)
	switch {
	case above && below: // compared with an infinity
		terms = append(terms, x+".String IN ('Infinity', '-Infinity')")
	case above:
		terms = append(terms, x+".String = 'Infinity'")
	case below:
		terms = append(terms, x+".String = '-Infinity'")
	}
	return firstOf(terms)
}

// firstOf is the first condition that isn't NULL, else 0: each is about another type,
// and a value has one.
func firstOf(terms []string) string { return "coalesce(" + strings.Join(terms, ", ") + ", 0)" }

func holds(a float64, op Op, b float64) bool {
	switch op {
	case Less:
		return a < b
	case LessEqual:
		return a <= b
	case More:
		return a > b
	}
	return a >= b
}

// element is true where the value is a list with an equal element.
func (c *compiler) element(x string, v Value) string {
	list := "JSONExtractArrayRaw(ifNull(if(startsWith(dynamicType(" + x + "), 'Array'), toJSONString(" + x + "), '[]'), '[]'))"
	return "arrayExists(e -> " + c.equalRaw(v) + ", " + list + ")"
}

// equalRaw compares e, an element as JSON text.
func (c *compiler) equalRaw(v Value) string {
	text := func(s string) string {
		return "JSONType(e) = 'String' AND JSONExtractString(e) = " + c.params.Add("String", s)
	}
	switch {
	case v.Kind == BoolValue:
		return "e = '" + v.String() + "'"
	case v.Kind == TextValue:
		return text(v.Text)
	case math.IsNaN(v.Num) || math.IsInf(v.Num, 0):
		return text(v.number())
	}
	n := c.literal(v)
	return "JSONType(e) != 'String' AND ifNull(multiIf(isNotNull(toInt64OrNull(e)), toInt64OrNull(e) = " + n +
		", isNotNull(toUInt64OrNull(e)), toUInt64OrNull(e) = " + n + ", toFloat64OrNull(e) = " + n + "), 0)"
}

// int64, uint64 and float64 give the number in that type if it holds it exactly.
func (v Value) int64() (int64, bool) {
	switch {
	case v.Exact == AsInt:
		return v.Int, true
	case v.Exact == AsFloat && v.Num == math.Trunc(v.Num) && v.Num >= -(1<<63) && v.Num < 1<<63:
		return int64(v.Num), true
	}
	return 0, false
}

func (v Value) uint64() (uint64, bool) {
	switch {
	case v.Exact == AsUint:
		return v.Uint, true
	case v.Exact == AsInt && v.Int >= 0:
		return uint64(v.Int), true
	case v.Exact == AsFloat && v.Num == math.Trunc(v.Num) && v.Num >= 0 && v.Num < 1<<64:
		return uint64(v.Num), true
	}
	return 0, false
}

func (v Value) float64() (float64, bool) {
	switch v.Exact {
	case AsInt:
		return v.Num, v.Num < 1<<63 && int64(v.Num) == v.Int
	case AsUint:
		return v.Num, v.Num < 1<<64 && uint64(v.Num) == v.Uint
	}
	return v.Num, true
}
