package workspace

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strconv"

	"runledger/catalog"
	"runledger/internal/api"
	"runledger/internal/progress"
	"runledger/query/filter"
	"runledger/query/read"
)

// Content is what a section shows, to be taken elsewhere.
type Content struct {
	Title    string
	Filter   string // also leaves out the runs whose eye is off
	Search   string
	Regex    bool
	Sort     []string
	Grouping read.Grouping
	Columns  []string          // of the table
	Panels   []json.RawMessage // specs that stand alone, in order
}

// Section returns what a section of a workspace shows now. The caller has checked that the
// project may be read.
func (w *Workspaces) Section(ctx context.Context, p *catalog.Project, workspace, id string) (*Content, error) {
	past, err := api.StateAsOf(ctx, w.cat, api.AsOf{})
	if err != nil {
		return nil, err
	}
	at := &place{project: p, user: api.PrincipalOf(ctx).User, past: past}
	if at.moment, err = w.reader.Moment(ctx, progress.Points, read.Params{}); err != nil {
		return nil, err
	}
	if at.id, err = w.workspaceID(at, workspace); err != nil {
		return nil, err
	}
	l, stored, err := w.layout(ctx, at)
	if err != nil {
		return nil, err
	}
	one := l.byID[id]
	if one == nil {
		return nil, noSection(id)
	}
	set := stored.runSet(nil)
	out := &Content{
		Title: one.title(), Filter: set.withoutHidden(), Search: set.Search, Regex: set.Regex, Sort: set.Sort,
		Grouping: set.grouping, Columns: stored.tableColumns(),
	}
	for _, panel := range one.panels {
		out.Panels = append(out.Panels, stored.alone(panel))
	}
	return out, nil
}

// alone is a panel's spec with what it has from the workspace.
func (w stored) alone(p *panel) json.RawMessage {
	spec := Fields{"id": quoted(p.id), "max_runs": json.RawMessage(strconv.Itoa(w.maxRunsOf(p)))}
	for _, name := range []string{"kind", "metrics", "source"} {
		if v := p.get(name); v != nil {
			spec[name] = v
		}
	}
	for _, name := range defaultsOfPanels {
		if v := w.raw(name); v != nil {
			spec[name] = v
		}
	}
	p.each(func(name string, v json.RawMessage) { spec[name] = v })
	return spec.object()
}

// withoutHidden is the filter that also says which runs are shown. If that would be too
// long for a filter it says nothing about it.
func (s *runSet) withoutHidden() string {
	if len(s.differ) == 0 && s.shownAtFirst {
		return s.Filter
	}
	var list []read.Run
	for _, no := range slices.Sorted(maps.Keys(s.differ)) {
		list = append(list, read.Run{No: no})
	}
	only := string(numbered(list))
	if s.shownAtFirst {
		only = "not " + only
	} else if len(list) == 0 {
		only = "number < 0" // none
	}
	e, _ := filter.ParseText(s.Filter) // it was checked
	if e == nil {
		return only
	}
	both := "(" + e.String() + ") and " + only
	if _, err := filter.Parse(both); err != nil {
		return s.Filter
	}
	return both
}
