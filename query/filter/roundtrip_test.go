package filter

import (
	"math"
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

// exprs draws expressions that the parser could have made.
func exprs(depth int) *rapid.Generator[Expr] {
	return rapid.Custom(func(t *rapid.T) Expr {
		kind := rapid.IntRange(0, 5).Draw(t, "kind")
		if depth == 0 || kind > 2 {
			return conditions().Draw(t, "condition")
		}
		if kind == 0 {
			return &Not{exprs(depth-1).Draw(t, "term")}
		}
		terms := rapid.SliceOfN(exprs(depth-1), 2, 4).Draw(t, "terms")
		if kind == 1 {
			return &And{terms}
		}
		return &Or{terms}
	})
}

func conditions() *rapid.Generator[Expr] {
	return rapid.Custom(func(t *rapid.T) Expr {
		c := &Condition{Field: fields().Draw(t, "field")}
		o := rapid.SampledFrom(operators).Filter(func(o struct {
			op     Op
			values int
		}) bool {
			_, ok := suits(c.Field.Kind(), o.op)
			return ok
		}).Draw(t, "op")
		c.Op = o.op
		n := o.values
		if n == 2 {
			n = rapid.IntRange(1, 4).Draw(t, "n")
		}
		for range n {
			v := values().Filter(func(v Value) bool {
				one := &Condition{Field: c.Field, Op: c.Op, Values: []Value{v}}
				return one.check() == nil && one.Values[0] == v
			}).Draw(t, "value")
			c.Values = append(c.Values, v)
		}
		return c
	})
}

func fields() *rapid.Generator[Field] {
	return rapid.Custom(func(t *rapid.T) Field {
		scope := Scope(rapid.IntRange(1, 3).Draw(t, "scope"))
		if scope == Run {
			return Field{Scope: Run, Name: rapid.SampledFrom(RunFields()).Draw(t, "name")}
		}
		return Field{Scope: scope, Path: rapid.SliceOfN(rapid.String(), 1, 3).Draw(t, "path")}
	})
}

func values() *rapid.Generator[Value] {
	return rapid.OneOf(
		rapid.Map(rapid.String(), NewText),
		rapid.Map(rapid.SampledFrom([]string{"2026-01-01", "-7d", "2026-01-01T01:02:03.5+02:00", "running", "finished", "^a+$", "NaN"}), NewText),
		rapid.Map(rapid.Bool(), NewBool),
		rapid.Map(rapid.Int64(), NewInt),
		rapid.Map(rapid.Uint64(), NewUint),
		rapid.Map(rapid.Float64(), NewFloat),
		rapid.Map(rapid.SampledFrom([]float64{math.Inf(1), math.Inf(-1), math.NaN(), 1 << 53, 1 << 63, 1 << 64, 5e-324}), NewFloat),
	)
}

func equal(a, b Expr) bool {
	var x, y []Value
	Walk(a, func(c *Condition) { x = append(x, c.Values...) })
	Walk(b, func(c *Condition) { y = append(y, c.Values...) })
	if len(x) != len(y) || a.String() != b.String() {
		return false
	}
	for i := range x {
		if !x[i].Equal(y[i]) {
			return false
		}
	}
	var f, g []Field
	Walk(a, func(c *Condition) { f = append(f, c.Field) })
	Walk(b, func(c *Condition) { g = append(g, c.Field) })
	return reflect.DeepEqual(f, g)
}

func TestWhatIsPrintedReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := exprs(3).Draw(t, "expr")
		text, err := Parse(e.String())
		if err != nil {
			t.Fatalf("%s\n%v", e, err)
		}
		if !equal(e, text) {
			t.Fatalf("%s\ncame back as\n%s", e, text)
		}
		j := AppendJSON(nil, e)
		back, err := ParseJSON(j)
		if err != nil {
			t.Fatalf("%s\n%v", j, err)
		}
		if !equal(e, back) {
			t.Fatalf("%s\ncame back as\n%s", j, AppendJSON(nil, back))
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		`config.lr >= 0.1 and (tags has "baseline" or state in ("finished","running")) and not name =~ "^sweep-\\d+$"`,
		`summary."a.b".'c' < -1e-3 or created > "-7d"`, `!(id != "x")`, "name =~ `a`", `config.x in [1,2,NaN]`, `((`, `"`, `config.`, "\xff",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		e, err := Parse(text)
		if err != nil {
			fault := err.(*Fault)
			if fault.Offset < 0 || fault.Offset > len(text) || fault.Line < 1 || fault.Column < 1 || fault.Message == "" {
				t.Fatalf("%q: %+v", text, fault)
			}
			return
		}
		if e == nil {
			return
		}
		back, err := Parse(e.String())
		if err != nil || !equal(e, back) {
			t.Fatalf("%q\nprints %s\nreads back %v %v", text, e, back, err)
		}
	})
}

func FuzzParseJSON(f *testing.F) {
	f.Add([]byte(`{"and":[{"field":"config.lr","op":">=","value":0.1},{"not":{"field":"tags","op":"has","value":"x"}}]}`))
	f.Add([]byte(`{"field":"state","op":"in","value":["running"]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		e, err := ParseJSON(text)
		if err != nil || e == nil {
			return
		}
		back, err := ParseJSON(AppendJSON(nil, e))
		if err != nil || !equal(e, back) {
			t.Fatalf("%q\nwrites %s\nreads back %v %v", text, AppendJSON(nil, e), back, err)
		}
	})
}

// What becomes part of the statement itself is a name between backticks.
func FuzzColumnPath(f *testing.F) {
	for _, s := range []string{"lr", "a`b", `a\`, "`; DROP TABLE run_data --", "a.b", "^a", ":`Int64`", "\x00\n"} {
		f.Add(s, "x")
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		name := ColumnPath([]string{a, b})
		inner := name[1 : len(name)-1]
		if name[0] != '`' || name[len(name)-1] != '`' {
			t.Fatalf("%q", name)
		}
		for _, c := range []byte(inner) {
			if c == '`' || c == '\\' || c == '\'' || c == '"' || c < 0x20 {
				t.Fatalf("%q", name)
			}
		}
	})
}
