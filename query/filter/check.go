package filter

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// bad says what's wrong with a condition: value is the index of the bad value, -1 the
// operator. offset and length are a part of a text value, if length isn't 0.
type bad struct {
	value          int
	message, hint  string
	offset, length int
}

// check tells whether operator and values suit the field. Texts of config and summary
// that stand for numbers become numbers.
func (c *Condition) check() *bad {
	kind := c.Field.Kind()
	if hint, ok := suits(kind, c.Op); !ok {
		return &bad{value: -1, message: fmt.Sprintf("%s can't be asked of %s.", c.Op, c.Field), hint: hint}
	}
	for i := range c.Values {
		if kind == Any || kind == Number {
			c.Values[i] = asTrainersSend(c.Values[i])
		}
		if b := checkValue(c.Field, kind, c.Op, c.Values[i]); b != nil {
			b.value = i
			return b
		}
	}
	return nil
}

func asTrainersSend(v Value) Value {
	if v.Kind == TextValue && special(v.Text) {
		v, _ = numberOf(v.Text)
	}
	return v
}

// suits tells whether an operator makes sense for a kind of field.
func suits(k Kind, op Op) (hint string, ok bool) {
	texts := op == Matches || op == NotMatches || op == Contains || op == StartsWith
	switch k {
	case Any:
		return "", true
	case Text, State:
		return "has is for lists: use = or contains.", op != Has
	case Number, Time:
		return "Use = != < <= > >= in exists or missing.", !texts && op != Has
	case Texts:
		return `It's a list: write tags has "x", tags in ("x", "y"), or not tags has "x".`, op != Equal && op != NotEqual && !op.ordered() && op != StartsWith
	}
	return "", false
}

func checkValue(f Field, k Kind, op Op, v Value) *bad {
	switch op {
	case Matches, NotMatches:
		if v.Kind != TextValue {
			return &bad{message: "A regular expression is a text in quotes."}
		}
		_, b := compileRegexp(v.Text)
		return b
	case Contains:
		if k == Any {
			return nil
		}
	case StartsWith:
		if v.Kind != TextValue {
			return &bad{message: "starts_with takes a text in quotes."}
		}
	}
	switch k {
	case Any:
		return checkAny(op, v)
	case Text, Texts:
		if v.Kind != TextValue {
			return &bad{message: fmt.Sprintf("%s is compared with a text in quotes.", f)}
		}
	case State:
		return checkState(op, v)
	case Number:
		if v.Kind != NumberValue || math.IsNaN(v.Num) {
			return &bad{message: fmt.Sprintf("%s is compared with a number.", f)}
		}
	case Time:
		if v.Kind != TextValue {
			return &bad{message: fmt.Sprintf("%s is compared with a time in quotes.", f), hint: timeHint}
		}
		if _, ok := ParseTime(v.Text, anyTime); !ok {
			return &bad{message: fmt.Sprintf("%q isn't a time.", clip(v.Text)), hint: timeHint}
		}
	}
	return nil
}

func checkAny(op Op, v Value) *bad {
	if !op.ordered() {
		return nil
	}
	if v.Kind == BoolValue {
		return &bad{message: "Nothing is less or more than true or false.", hint: "Use = or !=."}
	}
	if v.IsNaN() {
		return &bad{message: "Nothing is less or more than NaN.", hint: "Use = or !=."}
	}
	return nil
}

func checkState(op Op, v Value) *bad {
	hint := "States are " + strings.Join(States, ", ") + "."
	if v.Kind != TextValue {
		return &bad{message: "state is compared with a text in quotes.", hint: hint}
	}
	whole := op == Equal || op == NotEqual || op == In || op == NotIn
	if whole && !slices.Contains(States, v.Text) {
		return &bad{message: fmt.Sprintf("There's no state %q.", clip(v.Text)), hint: hint}
	}
	return nil
}
