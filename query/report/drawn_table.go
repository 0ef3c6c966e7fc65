package report

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"runledger/query/filter"
	"runledger/query/read"
)

// table is rows as exports show them.
type table struct {
	head  []string
	rows  [][]string
	notes string
}

// mostColumns of an exported table whose columns nobody chose.
const mostColumns = 12

// drawTable returns the rows of a payload of runs or groups; nil if it has none.
func (p *Payload) drawTable() *table {
	switch {
	case p == nil:
		return nil
	case p.Kind == payloadGroups:
		return groupsTable(p.Data)
	case p.Kind == payloadRuns:
		return runsTable(p.Data, columnsAsked(p.Asked))
	}
	return nil
}

func groupsTable(data json.RawMessage) *table {
	var g struct {
		Groups []struct {
			Values     []read.GroupValue `json:"values"`
			Count      uint64            `json:"count"`
			Aggregates []any             `json:"aggregates"`
		} `json:"groups"`
		Total, Matched int
	}
	if json.Unmarshal(data, &g) != nil {
		return nil
	}
	t := &table{notes: fmt.Sprintf("%d of %d groups, %d runs", len(g.Groups), g.Total, g.Matched)}
	for i, group := range g.Groups {
		var row []string
		for _, v := range group.Values {
			row = append(row, shown(v.Value))
		}
		row = append(row, strconv.FormatUint(group.Count, 10))
		for _, v := range group.Aggregates {
			row = append(row, shown(v))
		}
		if t.rows = append(t.rows, row); i > 0 {
			continue
		}
		for _, v := range group.Values {
			t.head = append(t.head, v.Key)
		}
		t.head = append(t.head, "runs")
		for j := range group.Aggregates {
			t.head = append(t.head, fmt.Sprintf("value %d", j+1))
		}
	}
	return t
}

func runsTable(data json.RawMessage, columns []string) *table {
	var page struct {
		Runs           []map[string]any `json:"runs"`
		Total, Matched int
	}
	d := json.NewDecoder(strings.NewReader(string(data)))
	d.UseNumber()
	if d.Decode(&page) != nil {
		return nil
	}
	t := &table{notes: fmt.Sprintf("%d of %d runs that match, %d in the project", len(page.Runs), page.Matched, page.Total)}
	if len(columns) == 0 {
		columns = columnsFound(page.Runs)
	}
	t.head = append([]string{"name", "state", "user", "created"}, columns...)
	for _, r := range page.Runs {
		row := make([]string, len(t.head))
		for i, c := range t.head {
			row[i] = cell(r, c)
		}
		t.rows = append(t.rows, row)
	}
	return t
}

// columnsAsked are the columns that a question named.
func columnsAsked(asked json.RawMessage) []string {
	var q struct {
		RunSet struct {
			Columns []string `json:"columns"`
		} `json:"run_set"`
		Panel *panelSpec `json:"panel"`
	}
	if json.Unmarshal(asked, &q) != nil {
		return nil
	}
	if q.Panel != nil {
		return q.Panel.columns()
	}
	return q.RunSet.Columns
}

// columnsFound are keys of config and summary that the runs have, the first few.
func columnsFound(rows []map[string]any) []string {
	found := map[string]bool{}
	for _, r := range rows {
		for scope, of := range map[string]filter.Scope{"config": filter.Config, "summary": filter.Summary} {
			if keys, ok := r[scope].(map[string]any); ok {
				for k, v := range keys {
					if _, nested := v.(map[string]any); !nested {
						found[filter.Field{Scope: of, Path: []string{k}}.String()] = true
					}
				}
			}
		}
	}
	list := slices.Sorted(maps.Keys(found))
	return list[:min(len(list), mostColumns)]
}

// cell is a run's value of a column.
func cell(row map[string]any, column string) string {
	f, err := filter.ParseField(column)
	if err != nil {
		return ""
	}
	path := append([]string{map[filter.Scope]string{filter.Run: f.Name, filter.Config: "config", filter.Summary: "summary"}[f.Scope]}, f.Path...)
	var v any = row
	for _, key := range path {
		m, ok := v.(map[string]any)
		if !ok {
			return ""
		}
		v = m[key]
	}
	if text, ok := v.(string); ok && f.Kind() == filter.Time {
		if at, err := time.Parse(time.RFC3339Nano, text); err == nil {
			return at.UTC().Format("2006-01-02 15:04")
		}
	}
	return shown(v)
}

// shown is a value in a cell.
func shown(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case json.Number:
		return v.String()
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	}
	b, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(b)
}
