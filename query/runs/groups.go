package runs

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"runledger/catalog"
	"runledger/query/filter"
	"runledger/query/read"
)

// GroupsRequest asks for groups of runs.
type GroupsRequest struct {
	By         []string    `json:"by,omitempty" maxItems:"10" doc:"Fields: runs whose values are equal are one group"`
	AllExcept  []string    `json:"all_except,omitempty" doc:"Instead of by: all config keys that aren't the same in all runs, but these"`
	Filter     Expression  `json:"filter,omitempty" doc:"As in the table"`
	Search     string      `json:"search,omitempty"`
	Regex      bool        `json:"regex,omitempty"`
	Aggregates []Aggregate `json:"aggregates,omitempty" maxItems:"50" doc:"Numbers about each group"`
	Sort       string      `json:"sort,omitempty" doc:"count, value (of the fields, the default), or aggregates[N]; with :asc or :desc"`
	Limit      int         `json:"limit,omitempty" minimum:"1" maximum:"10000" doc:"Groups at most; default 1000"`
}

// Aggregate is a number about the values of a field within a group: of runs whose
// value is a number; NaN doesn't count.
type Aggregate struct {
	Field string `json:"field"`
	Fn    string `json:"fn" enum:"count,mean,min,max,sum,stddev,median" doc:"stddev is the sample's (n-1), median interpolates (R-7)"`
}

// Groups is the answer.
type Groups struct {
	Groups   []GroupOfRuns `json:"groups"`
	Total    int           `json:"total" doc:"Groups, also beyond the limit"`
	Matched  int           `json:"matched" doc:"Runs in all groups"`
	Position string        `json:"position"`
	AsOf     *AsOf         `json:"as_of,omitempty"`
}

// GroupOfRuns is one group.
type GroupOfRuns struct {
	Values     []read.GroupValue `json:"values" doc:"A value for each field of by; null: the runs lack it"`
	Count      uint64            `json:"count" doc:"Runs"`
	Filter     string            `json:"filter,omitempty" doc:"The expression that finds this group's runs, together with the request's; absent if one of the values is a list"`
	Aggregates []json.RawMessage `json:"aggregates,omitempty" doc:"A number for each aggregate asked for; null: no run has a number there"`

	labels  []string
	numbers []*float64
}

const (
	defaultGroups  = 1000
	mostGroups     = 10_000
	mostAggregates = 50
	mostKeysExcept = 200
)

// aggregateSQL by name: of s, the sorted list of numbers. Sums over a sorted list don't
// depend on the order in which the engine reads.
var aggregateSQL = map[string]string{
	"count":  "length(s)",
	"min":    "if(empty(s), NULL, s[1])",
	"max":    "if(empty(s), NULL, s[-1])",
	"sum":    "arrayReduce('sumKahan', s)",
	"mean":   "if(empty(s), NULL, arrayReduce('sumKahan', s) / length(s))",
	"stddev": "if(length(s) < 2, NULL, sqrt(arrayReduce('sumKahan', arrayMap(x -> (x - arrayReduce('sumKahan', s) / length(s)) * (x - arrayReduce('sumKahan', s) / length(s)), s)) / (length(s) - 1)))",
	"median": "if(empty(s), NULL, arrayReduce('quantileExactInclusive(0.5)', s))",
}

// Groups answers a request; the moment was found with progress.Runs.
func (t *Table) Groups(ctx context.Context, project catalog.ProjectNo, r *GroupsRequest, at read.Moment) (*Groups, error) {
	sel, err := readSelection(string(r.Filter), r.Search, r.Regex, nil, "body.")
	if err != nil {
		return nil, err
	}
	by, err := readFields(r.By, "body.by")
	if err != nil {
		return nil, err
	}
	if (len(by) == 0) == (r.AllExcept == nil) {
		return nil, invalid("body.by", "Either fields to group by, or all_except.")
	}
	aggregates, err := readAggregates(r.Aggregates)
	if err != nil {
		return nil, err
	}
	less, err := groupOrder(r.Sort, len(aggregates))
	if err != nil {
		return nil, err
	}
	s, err := t.source(ctx, project, at)
	if err != nil {
		return nil, err
	}
	sel.among = s.among()
	if r.AllExcept != nil {
		if by, err = t.keysExcept(ctx, s, sel, r.AllExcept); err != nil {
			return nil, err
		}
	}
	g := &Groups{Groups: []GroupOfRuns{}, Position: at.Position.String(), AsOf: s.asOf()}
	err = t.reader.Ask(ctx, s.grouped(sel, by, aggregates), func(body *bufio.Reader) error {
		rows := read.NewRows(body)
		for rows.Next() {
			g.Groups = append(g.Groups, readGroup(rows, by, len(aggregates)))
		}
		return rows.Err()
	})
	if err != nil {
		return nil, expression(err)
	}
	g.Groups = slices.DeleteFunc(g.Groups, func(g GroupOfRuns) bool { return g.Count == 0 }) // of nothing by nothing
	g.Total = len(g.Groups)
	for i := range g.Groups {
		g.Matched += int(g.Groups[i].Count)
	}
	slices.SortFunc(g.Groups, less)
	limit := r.Limit
	if limit <= 0 {
		limit = defaultGroups
	}
	g.Groups = g.Groups[:min(limit, mostGroups, len(g.Groups))]
	return g, nil
}

// keysExcept are the config keys by which runs differ, without some, as charts group them.
func (t *Table) keysExcept(ctx context.Context, s source, sel selection, except []string) ([]filter.Field, error) {
	found, err := t.findLabelled(ctx, s, sel, nil)
	if err != nil {
		return nil, err
	}
	set := &read.RunSet{}
	_, set.Runs = s.members(found)
	if err := t.groupAllExcept(ctx, s, set, except); err != nil || len(set.Groups) == 0 {
		return nil, err
	}
	var keys []string
	for _, v := range set.Groups[0].Values {
		keys = append(keys, v.Key)
	}
	if len(keys) > mostKeysExcept {
		return nil, invalid("body.all_except", "The runs differ by %d other keys, at most %d can be grouped by.", len(keys), mostKeysExcept)
	}
	fields := make([]filter.Field, len(keys))
	for i, k := range keys {
		if fields[i], err = filter.ParseField(k); err != nil {
			return nil, err
		}
	}
	return fields, nil
}

type aggregate struct {
	field filter.Field
	sql   string
}

func readAggregates(list []Aggregate) ([]aggregate, error) {
	if len(list) > mostAggregates {
		return nil, invalid("body.aggregates", "At most %d aggregates.", mostAggregates)
	}
	var out []aggregate
	for i, a := range list {
		at := "body.aggregates[" + strconv.Itoa(i) + "]"
		f, err := filter.ParseField(a.Field)
		if err != nil {
			return nil, faulty(err, at+".field", "The field of an aggregate can't be read.")
		}
		if k := f.Kind(); f.Whole() || k != filter.Any && k != filter.Number && k != filter.Time {
			return nil, invalid(at+".field", "%s has no numbers.", f)
		}
		sql, known := aggregateSQL[a.Fn]
		if !known {
			return nil, invalid(at+".fn", "There's no aggregate %q.", a.Fn)
		}
		out = append(out, aggregate{f, sql})
	}
	return out, nil
}

// groupOrder reads the order of groups; ties go by the groups' values.
func groupOrder(text string, aggregates int) (func(a, b GroupOfRuns) int, error) {
	name, dir, _ := strings.Cut(text, ":")
	sign := 1
	switch dir {
	case "", "asc":
	case "desc":
		sign = -1
	default:
		return nil, invalid("body.sort", "After the colon, asc or desc should stand.")
	}
	values := func(a, b GroupOfRuns) int { return slices.CompareFunc(a.labels, b.labels, compareLabels) }
	switch name {
	case "", "value":
		return func(a, b GroupOfRuns) int { return sign * values(a, b) }, nil
	case "count":
		return func(a, b GroupOfRuns) int {
			if a.Count != b.Count {
				return sign * map[bool]int{true: -1, false: 1}[a.Count < b.Count]
			}
			return values(a, b)
		}, nil
	}
	var n int
	if _, err := fmt.Sscanf(name, "aggregates[%d]", &n); err != nil || n < 0 || n >= aggregates {
		return nil, invalid("body.sort", "Groups are sorted by count, value or aggregates[N].")
	}
	return func(a, b GroupOfRuns) int {
		x, y := a.numbers[n], b.numbers[n]
		switch {
		case x == nil && y == nil, x != nil && y != nil && *x == *y:
			return values(a, b)
		case x == nil || y == nil: // those without come last
			return map[bool]int{true: 1, false: -1}[x == nil]
		}
		return sign * map[bool]int{true: -1, false: 1}[*x < *y]
	}, nil
}

// grouped is the query: labels, count, then a number for each aggregate.
func (s source) grouped(sel selection, by []filter.Field, aggregates []aggregate) read.Query {
	return s.statement(sel, func(c *columns, where string) string {
		var inner, keys, outer []string
		for i, f := range by {
			key := "g" + strconv.Itoa(i)
			inner, keys = append(inner, filter.LabelSQL(f, c)+" AS "+key), append(keys, key)
		}
		inner = append(inner, "count() AS n")
		outer = append(slices.Clone(keys), "n")
		for i, a := range aggregates {
			list := "s" + strconv.Itoa(i)
			inner = append(inner, "arraySort(groupArray("+filter.NumberSQL(a.field, c)+")) AS "+list)
			sql := strings.NewReplacer("(s)", "("+list+")", ", s)", ", "+list+")", "s[", list+"[").Replace(a.sql)
			outer = append(outer, "CAST("+sql+" AS Nullable(Float64))")
		}
		return "SELECT " + strings.Join(outer, ",\n  ") + "\nFROM (\nSELECT " + strings.Join(inner, ",\n  ") + "\nFROM {runs}\nWHERE " + where +
			groupedBy(keys) + "\n)\nFORMAT RowBinary"
	})
}

func groupedBy(keys []string) string {
	if len(keys) == 0 { // all runs are one group
		return ""
	}
	return "\nGROUP BY " + strings.Join(keys, ", ")
}

func readGroup(rows *read.Rows, by []filter.Field, aggregates int) GroupOfRuns {
	var g GroupOfRuns
	conditions := make([]string, 0, len(by))
	for _, f := range by {
		l := rows.Text()
		g.labels = append(g.labels, l)
		g.Values = append(g.Values, read.GroupValue{Key: f.String(), Value: labelValue(l)})
		if c := conditionOf(f, l); c != "" {
			conditions = append(conditions, c)
		}
	}
	if len(conditions) == len(by) {
		g.Filter = strings.Join(conditions, " and ")
	}
	g.Count = rows.Uint64()
	for range aggregates {
		if rows.Uint8() != 0 {
			g.numbers, g.Aggregates = append(g.numbers, nil), append(g.Aggregates, json.RawMessage("null"))
			continue
		}
		v := rows.Float64()
		if math.IsNaN(v) { // such as the mean of both infinities
			g.numbers, g.Aggregates = append(g.numbers, nil), append(g.Aggregates, number(v))
			continue
		}
		g.numbers, g.Aggregates = append(g.numbers, &v), append(g.Aggregates, number(v))
	}
	return g
}

// conditionOf is the condition that a field has a label's value, "" if the language
// has none.
func conditionOf(f filter.Field, label string) string {
	if label == "" {
		return f.String() + " missing"
	}
	text := f.String() + " = " + label
	if v, ok := labelValue(label).(string); ok {
		text = f.String() + " = " + filter.NewText(v).String()
	}
	if e, err := filter.Parse(text); err == nil && f.Kind() != filter.Texts {
		return e.String()
	}
	return ""
}
