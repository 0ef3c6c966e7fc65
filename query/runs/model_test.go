package runs

import (
	"bytes"
	"math"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"runledger/internal/jsontext"
	"runledger/query/filter"
	"runledger/query/read"
)

// val is a value as the language sees it.
type val struct {
	kind byte       // 'n'umber, 's' text, 'b'ool, 'l'ist, 'o'bject, 0 = missing
	num  *big.Float // of a finite number
	inf  int        // ±1
	nan  bool
	text string
	list []val
}

// decode reads a JSON value.
func decode(text []byte) val {
	switch c := text[0]; {
	case c == 'n':
		return val{}
	case c == 't' || c == 'f':
		return val{kind: 'b', text: string(text)}
	case c == '"':
		s, err := jsontext.String(text)
		if err != nil {
			panic(err)
		}
		if s == "NaN" || s == "Infinity" || s == "-Infinity" {
			return special(s)
		}
		return val{kind: 's', text: s}
	case c == '[':
		v := val{kind: 'l'}
		must(jsontext.Array(text, func(e []byte) error { v.list = append(v.list, decode(e)); return nil }))
		return v
	case c == '{':
		if len(members2(text)) == 0 {
			return val{}
		}
		return val{kind: 'o'}
	case c == 'N' || c == 'I' || bytes.HasPrefix(text, []byte("-I")):
		return special(string(text))
	}
	return number2(string(text))
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func members2(text []byte) map[string][]byte {
	m := map[string][]byte{}
	must(jsontext.Object(text, func(k string, v []byte) error { m[k] = v; return nil }))
	// An object that holds nothing but nothing isn't there.
	for k, v := range m {
		if d := decode(v); d.kind == 0 {
			delete(m, k)
		}
	}
	return m
}

func special(s string) val {
	switch s {
	case "NaN":
		return val{kind: 'n', nan: true}
	case "Infinity":
		return val{kind: 'n', inf: 1}
	}
	return val{kind: 'n', inf: -1}
}

// number2: 64-bit integers are exact, all else is a float64.
func number2(s string) val {
	if i, err := strconv.ParseInt(s, 10, 64); err == nil {
		return val{kind: 'n', num: new(big.Float).SetPrec(128).SetInt64(i)}
	}
	if u, err := strconv.ParseUint(s, 10, 64); err == nil {
		return val{kind: 'n', num: new(big.Float).SetPrec(128).SetUint64(u)}
	}
	f, _ := strconv.ParseFloat(s, 64)
	return float(f)
}

func float(f float64) val {
	switch {
	case math.IsNaN(f):
		return special("NaN")
	case math.IsInf(f, 0):
		return val{kind: 'n', inf: int(math.Copysign(1, f))}
	}
	return val{kind: 'n', num: new(big.Float).SetPrec(128).SetFloat64(f)}
}

func literal(v filter.Value) val {
	switch v.Kind {
	case filter.TextValue:
		return val{kind: 's', text: v.Text}
	case filter.BoolValue:
		return val{kind: 'b', text: v.String()}
	}
	switch v.Exact {
	case filter.AsInt:
		return number2(strconv.FormatInt(v.Int, 10))
	case filter.AsUint:
		return number2(strconv.FormatUint(v.Uint, 10))
	}
	return float(v.Num)
}

// compare orders two numbers that aren't NaN, or two texts.
func compare(a, b val) int {
	if a.kind == 's' {
		return strings.Compare(a.text, b.text)
	}
	if a.inf != 0 || b.inf != 0 {
		return a.inf - b.inf
	}
	return a.num.Cmp(b.num)
}

func same(a, b val) bool {
	if a.kind != b.kind || a.kind == 'l' || a.kind == 'o' || a.kind == 0 {
		return false
	}
	if a.kind == 'b' {
		return a.text == b.text
	}
	if a.nan || b.nan {
		return a.nan && b.nan
	}
	return compare(a, b) == 0
}

// of finds a field's value.
func (w *world) of(m *modelRun, f filter.Field) val {
	if f.Scope == filter.Run {
		return w.own(m, f.Name)
	}
	text, edit := m.config, m.ConfigEdit
	if f.Scope == filter.Summary {
		text, edit = m.summary, m.SummaryEdit
	}
	at := []byte(text)
	if over := rawMembers(edit); over[f.Path[0]] != nil {
		at = edit
	}
	if len(at) == 0 {
		return val{}
	}
	for _, key := range f.Path {
		if at[0] != '{' {
			return val{}
		}
		v, ok := rawMembers(at)[key]
		if !ok {
			return val{}
		}
		at = v
	}
	return decode(at)
}

func rawMembers(text []byte) map[string][]byte {
	m := map[string][]byte{}
	if len(text) > 0 {
		must(jsontext.Object(text, func(k string, v []byte) error { m[k] = v; return nil }))
	}
	return m
}

func (w *world) own(m *modelRun, name string) val {
	text := func(s string) val {
		if s == "" {
			return val{}
		}
		return val{kind: 's', text: s}
	}
	reported := func(v val) val {
		if !m.reported {
			return val{}
		}
		return v
	}
	moment := func(t time.Time) val { return number2(strconv.FormatInt(t.UnixMilli(), 10)) }
	switch name {
	case "number":
		return number2(strconv.FormatUint(uint64(m.No), 10))
	case "id":
		return text(m.ID)
	case "name":
		return text(m.DisplayName)
	case "user":
		return text(m.user)
	case "notes":
		return text(m.Notes)
	case "group":
		return text(m.Attributes.Group)
	case "job_type":
		return text(m.Attributes.JobType)
	case "host":
		return text(m.Attributes.Host)
	case "state":
		return text(w.stateOf(m))
	case "tags":
		if len(m.Tags) == 0 {
			return val{}
		}
		v := val{kind: 'l'}
		for _, t := range m.Tags {
			v.list = append(v.list, val{kind: 's', text: t})
		}
		return v
	case "created":
		return moment(m.CreatedAt)
	case "last_active":
		return reported(moment(m.at))
	case "seconds":
		return reported(float(m.seconds))
	case "points":
		return number2(strconv.FormatUint(m.points, 10))
	case "exit_code":
		if m.exitCode != nil {
			return number2(strconv.Itoa(int(*m.exitCode)))
		}
	case "first_step", "last_step":
		if m.points > 0 {
			return number2(strconv.FormatInt(map[string]int64{"first_step": m.first, "last_step": m.last}[name], 10))
		}
	}
	return val{}
}

func (w *world) stateOf(m *modelRun) string {
	switch m.state {
	case "finished", "failed", "killed":
		return m.state
	}
	last := m.CreatedAt
	if m.reported {
		last = m.at
	}
	switch {
	case last.UnixMilli() < w.now.Add(-read.Grace).UnixMilli():
		return "crashed"
	case m.StopRequested:
		return "stopping"
	case m.state == "preempting":
		return m.state
	}
	return "running"
}

// matches evaluates an expression.
func (w *world) matches(m *modelRun, e filter.Expr) bool {
	switch e := e.(type) {
	case nil:
		return true
	case *filter.And:
		return !slices.ContainsFunc(e.Terms, func(t filter.Expr) bool { return !w.matches(m, t) })
	case *filter.Or:
		return slices.ContainsFunc(e.Terms, func(t filter.Expr) bool { return w.matches(m, t) })
	case *filter.Not:
		return !w.matches(m, e.Term)
	}
	return w.condition(m, e.(*filter.Condition))
}

func (w *world) condition(m *modelRun, c *filter.Condition) bool {
	v := w.of(m, c.Field)
	switch c.Op {
	case filter.Exists:
		return v.kind != 0
	case filter.Missing:
		return v.kind == 0
	}
	if v.kind == 0 || v.kind == 'o' {
		return false
	}
	lits := make([]val, len(c.Values))
	for i, l := range c.Values {
		if c.Field.Kind() == filter.Time {
			t, _ := filter.ParseTime(l.Text, w.now)
			lits[i] = number2(strconv.FormatInt(t.UnixMilli(), 10))
			continue
		}
		lits[i] = literal(l)
	}
	among := func() bool {
		return slices.ContainsFunc(lits, func(l val) bool {
			if c.Field.Kind() == filter.Texts {
				return slices.ContainsFunc(v.list, func(e val) bool { return same(e, l) })
			}
			return same(v, l)
		})
	}
	some := func(f func(string) bool) bool {
		if v.kind == 's' {
			return f(v.text)
		}
		return c.Field.Kind() == filter.Texts && slices.ContainsFunc(v.list, func(e val) bool { return f(e.text) })
	}
	switch l := lits[0]; c.Op {
	case filter.Equal, filter.In:
		return among()
	case filter.NotEqual, filter.NotIn:
		return !among()
	case filter.Has:
		return slices.ContainsFunc(v.list, func(e val) bool { return same(e, l) })
	case filter.Contains:
		return l.kind == 's' && some(func(s string) bool { return strings.Contains(s, l.text) }) ||
			c.Field.Kind() == filter.Any && slices.ContainsFunc(v.list, func(e val) bool { return same(e, l) })
	case filter.StartsWith:
		return some(func(s string) bool { return strings.HasPrefix(s, l.text) })
	case filter.Matches:
		return some(regexp.MustCompile(l.text).MatchString)
	case filter.NotMatches:
		return (v.kind == 's' || c.Field.Kind() == filter.Texts) && !some(regexp.MustCompile(l.text).MatchString)
	default:
		if v.kind != l.kind || v.nan || l.nan || v.kind != 'n' && v.kind != 's' {
			return false
		}
		d := compare(v, l)
		return c.Op == filter.Less && d < 0 || c.Op == filter.LessEqual && d <= 0 || c.Op == filter.More && d > 0 || c.Op == filter.MoreEqual && d >= 0
	}
}

// less orders two runs by keys, then by number.
func (w *world) less(keys []filter.Key) func(a, b *modelRun) int {
	rank := func(v val) int {
		switch {
		case v.nan:
			return 4
		case v.kind == 0 || v.kind == 'o':
			return 5
		}
		return strings.IndexByte("nsbl", v.kind)
	}
	return func(a, b *modelRun) int {
		for _, k := range keys {
			x, y := w.of(a, k.Field), w.of(b, k.Field)
			if d := rank(x) - rank(y); d != 0 {
				return d
			}
			d := 0
			switch rank(x) {
			case 0, 1:
				d = compare(x, y)
			case 2:
				d = strings.Compare(y.text, x.text) * -1
			case 3:
				if k.Field.Kind() == filter.Texts {
					d = slices.CompareFunc(x.list, y.list, compare)
				}
			}
			if k.Desc {
				d = -d
			}
			if d != 0 {
				return d
			}
		}
		return int(int64(a.No) - int64(b.No))
	}
}

// find is what the table should find.
func (w *world) find(e filter.Expr, keys []filter.Key) []uint64 {
	var found []*modelRun
	for _, m := range w.runs {
		if !m.Deleted && m.Project == project && w.matches(m, e) {
			found = append(found, m)
		}
	}
	slices.SortFunc(found, w.less(keys))
	nos := []uint64{}
	for _, m := range found {
		nos = append(nos, uint64(m.No))
	}
	return nos
}
