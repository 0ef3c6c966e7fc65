package filter

import (
	"strconv"
	"strings"
	"time"
)

// Columns says where fields are found in a statement. The expressions are SQL of ours.
type Columns interface {
	// Run is the expression of one of the run's own fields: a String ("" = missing), an
	// Array(String), or a Nullable number or DateTime64.
	Run(name string) string
	// Value is the name of a column of type Dynamic that holds the value of a path.
	Value(f Field) string
	// Object is a condition that is true where an object stands at the path.
	Object(f Field) string
}

// Params collects the values of a statement's placeholders.
type Params map[string]any

// Add adds a value and returns its placeholder.
func (p Params) Add(kind string, v any) string {
	name := "p" + strconv.Itoa(len(p))
	p[name] = v
	return "{" + name + ":" + kind + "}"
}

// SQL is e as a condition that is 0 or 1, never NULL. What people wrote is in params,
// but for the keys of paths, see ColumnPath.
func SQL(e Expr, c Columns, params Params, now time.Time) string {
	return (&compiler{c, params, now}).expr(e)
}

type compiler struct {
	columns Columns
	params  Params
	now     time.Time
}

func (c *compiler) expr(e Expr) string {
	switch e := e.(type) {
	case *And:
		return c.joined(e.Terms, " AND ")
	case *Or:
		return c.joined(e.Terms, " OR ")
	case *Not:
		return "NOT " + c.expr(e.Term)
	case *Condition:
		return c.condition(e)
	}
	return "1"
}

func (c *compiler) joined(terms []Expr, by string) string {
	texts := make([]string, len(terms))
	for i, t := range terms {
		texts[i] = c.expr(t)
	}
	return "(" + strings.Join(texts, by) + ")"
}

func (c *compiler) condition(e *Condition) string {
	if e.Field.Scope != Run {
		return c.any(e)
	}
	x := c.columns.Run(e.Field.Name)
	switch e.Field.Kind() {
	case Texts:
		return c.texts(x, e)
	case Number:
		return c.number(x, e)
	case Time:
		return c.time(x, e)
	}
	return c.text(x, e)
}

// sqlOps are the operators that SQL writes alike for all kinds.
var sqlOps = map[Op]string{Equal: "=", NotEqual: "!=", Less: "<", LessEqual: "<=", More: ">", MoreEqual: ">="}

// text compares a String of the run, in which "" is missing.
func (c *compiler) text(x string, e *Condition) string {
	there := x + " != '' AND "
	switch e.Op {
	case Exists:
		return "(" + x + " != '')"
	case Missing:
		return "(" + x + " = '')"
	case In:
		return "(" + there + x + " IN " + c.textList(e.Values) + ")"
	case NotIn:
		return "(" + there + x + " NOT IN " + c.textList(e.Values) + ")"
	case Matches:
		return "(" + there + "match(" + x + ", " + c.pattern(e.Values[0]) + "))"
	case NotMatches:
		return "(" + there + "NOT match(" + x + ", " + c.pattern(e.Values[0]) + "))"
	case Contains:
		return "(" + there + "position(" + x + ", " + c.params.Add("String", e.Values[0].Text) + ") > 0)"
	case StartsWith:
		return "(" + there + "startsWith(" + x + ", " + c.params.Add("String", e.Values[0].Text) + "))"
	}
	return "(" + there + x + " " + sqlOps[e.Op] + " " + c.params.Add("String", e.Values[0].Text) + ")"
}

// pattern is the placeholder of a regular expression, which was checked before.
func (c *compiler) pattern(v Value) string {
	re, _ := compileRegexp(v.Text)
	return c.params.Add("String", re)
}

func (c *compiler) textList(values []Value) string {
	list := make([]string, len(values))
	for i, v := range values {
		list[i] = v.Text
	}
	return c.params.Add("Array(String)", list)
}

// texts compares a list of texts, of which the empty one is missing.
func (c *compiler) texts(x string, e *Condition) string {
	some := func(element string) string { return "arrayExists(t -> " + element + ", " + x + ")" }
	switch e.Op {
	case Missing:
		return "empty(" + x + ")"
	case Has:
		return "has(" + x + ", " + c.params.Add("String", e.Values[0].Text) + ")"
	case In:
		return "hasAny(" + x + ", " + c.textList(e.Values) + ")"
	case NotIn:
		return "(notEmpty(" + x + ") AND NOT hasAny(" + x + ", " + c.textList(e.Values) + "))"
	case Matches:
		return some("match(t, " + c.pattern(e.Values[0]) + ")")
	case NotMatches:
		return "(notEmpty(" + x + ") AND NOT " + some("match(t, "+c.pattern(e.Values[0])+")") + ")"
	case Contains:
		return some("position(t, " + c.params.Add("String", e.Values[0].Text) + ") > 0")
	}
	return "notEmpty(" + x + ")"
}

// time compares a Nullable(DateTime64(3)) with a moment that may lie between two
// milliseconds.
func (c *compiler) time(x string, e *Condition) string {
	return c.nullable(x, e, func(v Value, op string) string {
		t, _ := ParseTime(v.Text, c.now)
		ms := t.UnixMilli()
		if !t.Equal(time.UnixMilli(ms)) {
			switch op {
			case "=":
				return "0"
			case "!=":
				return "isNotNull(" + x + ")"
			case "<", ">=":
				ms++
			}
		}
		return x + " " + op + " fromUnixTimestamp64Milli(" + c.params.Add("Int64", ms) + ", 'UTC')"
	})
}

// number compares a Nullable number of the run.
func (c *compiler) number(x string, e *Condition) string {
	return c.nullable(x, e, func(v Value, op string) string { return x + " " + op + " " + c.literal(v) })
}

func (c *compiler) nullable(x string, e *Condition, compare func(v Value, op string) string) string {
	several := func() string {
		terms := make([]string, len(e.Values))
		for i, v := range e.Values {
			terms[i] = compare(v, "=")
		}
		return "ifNull(" + strings.Join(terms, " OR ") + ", 0)"
	}
	switch e.Op {
	case Exists:
		return "isNotNull(" + x + ")"
	case Missing:
		return "isNull(" + x + ")"
	case In:
		return several()
	case NotIn:
		return "(isNotNull(" + x + ") AND NOT " + several() + ")"
	}
	return "ifNull(" + compare(e.Values[0], sqlOps[e.Op]) + ", 0)"
}

// literal is a number's placeholder in the type that holds it exactly. The engine
// compares numbers of different types by their values.
func (c *compiler) literal(v Value) string {
	switch v.Exact {
	case AsInt:
		return c.params.Add("Int64", v.Int)
	case AsUint:
		return c.params.Add("UInt64", v.Uint)
	}
	return c.params.Add("Float64", v.Num)
}
