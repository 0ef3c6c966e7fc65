package filter

// Expr is an expression: *And, *Or, *Not or *Condition.
type Expr interface {
	// String is the expression as text; it reads back to an equal one.
	String() string
	precedence() int
}

// And is true if all of its terms are.
type And struct{ Terms []Expr }

// Or is true if any of its terms is.
type Or struct{ Terms []Expr }

// Not is true if its term isn't.
type Not struct{ Term Expr }

// Condition compares a field with values: one, several of in, none of exists and
// missing.
type Condition struct {
	Field  Field
	Op     Op
	Values []Value
}

// Op is an operator.
type Op string

const (
	Equal      Op = "="
	NotEqual   Op = "!="
	Less       Op = "<"
	LessEqual  Op = "<="
	More       Op = ">"
	MoreEqual  Op = ">="
	In         Op = "in"
	NotIn      Op = "not in"
	Matches    Op = "=~"
	NotMatches Op = "!~"
	Contains   Op = "contains"
	StartsWith Op = "starts_with"
	Has        Op = "has"
	Exists     Op = "exists"
	Missing    Op = "missing"
)

// operators and how many values they take: 0, 1, or 2 for a list.
var operators = []struct {
	op     Op
	values int
}{
	{Equal, 1}, {NotEqual, 1}, {Less, 1}, {LessEqual, 1}, {More, 1}, {MoreEqual, 1}, {In, 2}, {NotIn, 2},
	{Matches, 1}, {NotMatches, 1}, {Contains, 1}, {StartsWith, 1}, {Has, 1}, {Exists, 0}, {Missing, 0},
}

// values is how many values op takes (2: a list), and whether there is such an op.
func (op Op) values() (int, bool) {
	for _, o := range operators {
		if o.op == op {
			return o.values, true
		}
	}
	return 0, false
}

// ordered tells whether op asks for less or more.
func (op Op) ordered() bool { return op == Less || op == LessEqual || op == More || op == MoreEqual }

// Walk calls f for every condition of e; a nil e has none.
func Walk(e Expr, f func(*Condition)) {
	switch e := e.(type) {
	case *And:
		for _, t := range e.Terms {
			Walk(t, f)
		}
	case *Or:
		for _, t := range e.Terms {
			Walk(t, f)
		}
	case *Not:
		Walk(e.Term, f)
	case *Condition:
		f(e)
	}
}
