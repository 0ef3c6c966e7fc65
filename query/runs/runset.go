package runs

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"runledger/catalog"
	"runledger/query/filter"
	"runledger/query/read"
)

var _ read.RunSets = (*Table)(nil)

// mostGroupKeys is how many keys runs are grouped by at most.
const mostGroupKeys = 10

// RunSet implements read.RunSets: the runs of a chart or an export.
func (t *Table) RunSet(ctx context.Context, p *catalog.Project, s read.Selection, g read.Grouping, at read.Moment) (*read.RunSet, error) {
	sel, err := readSelection(s.Filter, s.Search, s.Regex, s.Sort, "body.runs.")
	if err != nil {
		return nil, err
	}
	by, err := readFields(g.By, "body.group_by")
	if err != nil {
		return nil, err
	}
	if s.IDs != nil {
		if s.Filter != "" || s.Search != "" || len(s.Sort) > 0 || s.Limit != 0 {
			return nil, invalid("body.runs.ids", "Either ids, or filter, search, sort and limit.")
		}
		return t.listed(ctx, p, s, g, by, at)
	}
	src, err := t.source(ctx, p.No, at)
	if err != nil {
		return nil, err
	}
	found, err := t.findLabelled(ctx, src, sel, by)
	if err != nil {
		return nil, err
	}
	set := &read.RunSet{Total: len(found)}
	if s.Limit > 0 && len(found) > s.Limit {
		found = found[:s.Limit]
	}
	found, set.Runs = src.members(found)
	return set, t.group(ctx, src, set, found, g, by)
}

// listed is the set of the runs of a list of ids.
func (t *Table) listed(ctx context.Context, p *catalog.Project, s read.Selection, g read.Grouping, by []filter.Field, at read.Moment) (*read.RunSet, error) {
	set, err := read.Catalogued{Catalog: t.catalog}.RunSet(ctx, p, s, read.Grouping{}, at)
	if err != nil || g.Empty() {
		return set, err
	}
	src, err := t.source(ctx, p.No, at)
	if err != nil {
		return nil, err
	}
	list := read.NewRunList(set.Runs)
	found, err := t.findLabelled(ctx, src, selection{among: &list}, by)
	if err != nil {
		return nil, err
	}
	labels := make(map[uint64][]string, len(found))
	for _, l := range found {
		labels[l.run] = l.labels
	}
	ordered := make([]labelled, len(set.Runs))
	for i, r := range set.Runs {
		ordered[i] = labelled{run: uint64(r.No), labels: labels[uint64(r.No)]}
		if ordered[i].labels == nil { // created a moment ago: the tables don't have it yet
			ordered[i].labels = make([]string, len(by))
		}
	}
	return set, t.group(ctx, src, set, ordered, g, by)
}

// members gives runs their ids and names; runs that were deleted meanwhile are left out.
func (s source) members(found []labelled) ([]labelled, []read.Run) {
	members := make([]read.Run, 0, len(found))
	kept := found[:0]
	s.past.View(func(st *catalog.State) {
		for _, l := range found {
			if r := s.member(st, catalog.RunNo(l.run)); r != nil {
				kept = append(kept, l)
				members = append(members, read.Run{No: r.No, Home: r.Home, ID: r.ID, Name: r.DisplayName, Color: r.Color})
			}
		}
	})
	return kept, members
}

// factsAtOnce bounds the list of numbers in one statement's parameters.
const factsAtOnce = 10_000

// readFields reads the fields that runs are grouped by.
func readFields(texts []string, at string) ([]filter.Field, error) {
	if len(texts) > mostGroupKeys {
		return nil, invalid(at, "At most %d keys.", mostGroupKeys)
	}
	var fields []filter.Field
	for i, text := range texts {
		f, err := filter.ParseField(text)
		if err != nil {
			return nil, faulty(err, at+"["+strconv.Itoa(i)+"]", "A key to group by can't be read.")
		}
		if f.Whole() {
			return nil, invalid(at+"["+strconv.Itoa(i)+"]", "A key is missing: %s.KEY.", f)
		}
		fields = append(fields, f)
	}
	return fields, nil
}

// group puts the set's runs into groups of equal labels.
func (t *Table) group(ctx context.Context, src source, set *read.RunSet, found []labelled, g read.Grouping, by []filter.Field) error {
	switch {
	case g.Empty():
		return nil
	case g.AllExcept != nil && len(by) > 0:
		return invalid("body.group_by", "Either keys to group by, or all_except.")
	case g.AllExcept != nil:
		return t.groupAllExcept(ctx, src, set, g.AllExcept)
	}
	names := make([]string, len(by))
	for i, f := range by {
		names[i] = f.String()
	}
	groupBy(set, names, func(i int) []string { return found[i].labels })
	return nil
}

// groupBy groups by each run's labels, JSON texts. Groups come in the order of their
// labels, so that it doesn't depend on which runs are in the set.
func groupBy(set *read.RunSet, names []string, labels func(i int) []string) {
	type group struct {
		labels []string
		runs   []int
	}
	byKey := map[string]*group{}
	groups := []*group{}
	for i := range set.Runs {
		l := labels(i)
		key := strings.Join(l, "\x00")
		if byKey[key] == nil {
			byKey[key] = &group{labels: l}
			groups = append(groups, byKey[key])
		}
		byKey[key].runs = append(byKey[key].runs, i)
	}
	slices.SortFunc(groups, func(a, b *group) int { return slices.CompareFunc(a.labels, b.labels, compareLabels) })
	set.Groups = make([]read.Group, len(groups))
	for no, g := range groups {
		for i, name := range names {
			set.Groups[no].Values = append(set.Groups[no].Values, read.GroupValue{Key: name, Value: labelValue(g.labels[i])})
		}
		for _, i := range g.runs {
			set.Runs[i].Group = no
		}
	}
}

// labelValue is a label as it is shown; nil for a missing one.
func labelValue(label string) any {
	switch {
	case label == "":
		return nil
	case label == "true" || label == "false":
		return label == "true"
	case label[0] == '"':
		var s string
		if json.Unmarshal([]byte(label), &s) == nil {
			return s
		}
	case label[0] == '-' || label[0] >= '0' && label[0] <= '9':
		return json.Number(label)
	}
	return json.RawMessage(label)
}

// compareLabels orders labels: numbers by value, then all else by its text, then
// missing ones.
func compareLabels(a, b string) int {
	rank := func(s string) int {
		switch {
		case s == "":
			return 2
		case s[0] == '-' || s[0] >= '0' && s[0] <= '9':
			return 0
		}
		return 1
	}
	if d := rank(a) - rank(b); d != 0 {
		return d
	}
	if rank(a) == 0 {
		x, _ := strconv.ParseFloat(a, 64)
		y, _ := strconv.ParseFloat(b, 64)
		if x != y {
			return map[bool]int{true: -1, false: 1}[x < y]
		}
	}
	return strings.Compare(a, b)
}
