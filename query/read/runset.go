package read

import (
	"context"

	"runledger/catalog"
	"runledger/internal/api"
)

// Run is a member of a run set.
type Run struct {
	No    catalog.RunNo
	Home  catalog.ProjectNo // where its rows are
	ID    string
	Name  string // display name
	Color string // its own; empty: follows from No
	Group int    // index into RunSet.Groups, if there are groups
}

// RunSet is the runs that a read is about, in the order asked for, no run twice.
type RunSet struct {
	Runs   []Run
	Groups []Group // nil: not grouped
	// Total is how many runs match without the limit.
	Total int
}

// Group is what the runs of a group have in common.
type Group struct {
	Values []GroupValue
}

// GroupValue is one key of a grouping and its value: nil (the runs lack the key), a
// bool, json.Number, string, or JSON of anything else.
type GroupValue struct {
	Key   string `json:"key"`
	Value any    `json:"value"`
}

// Selection says which runs: IDs, or the rest; nothing at all is every run of the
// project that isn't deleted.
type Selection struct {
	IDs    []string `json:"ids,omitempty" doc:"Ids of runs, in this order"`
	Filter string   `json:"filter,omitempty" doc:"Filter expression, as in the runs table"`
	Search string   `json:"search,omitempty" doc:"Text in the runs' names, as in the runs table"`
	Regex  bool     `json:"regex,omitempty" doc:"Search is a regular expression (RE2)"`
	Sort   []string `json:"sort,omitempty" doc:"Keys to sort by, as in the runs table"`
	Limit  int      `json:"limit,omitempty" minimum:"0" doc:"At most so many runs, the first of the sorted ones; 0 = all"`
}

// Grouping says which runs go together.
type Grouping struct {
	By        []string `json:"by,omitempty" doc:"Keys such as config.arch: runs with equal values are one group"`
	AllExcept []string `json:"all_except,omitempty" doc:"Group by all config keys but these"`
}

// Empty tells whether nothing is grouped.
func (g Grouping) Empty() bool { return len(g.By) == 0 && g.AllExcept == nil }

// RunSets finds the runs of a selection. The caller has checked that the project may
// be read; runs of other projects never come back.
type RunSets interface {
	RunSet(ctx context.Context, project *catalog.Project, s Selection, g Grouping, at Moment) (*RunSet, error)
}

// FindRuns finds a run set: all runs of a project in the catalog, which knows a run from
// its creation on, and the rest by sets, which need its row in the tables.
func FindRuns(ctx context.Context, cat *catalog.Catalog, sets RunSets, p *catalog.Project, s Selection, g Grouping, at Moment) (*RunSet, error) {
	if cat != nil && s.all() && g.Empty() && !at.Pinned {
		return Catalogued{cat}.RunSet(ctx, p, s, g, at)
	}
	return sets.RunSet(ctx, p, s, g, at)
}

// all: every run that isn't deleted.
func (s Selection) all() bool {
	return s.IDs == nil && s.Filter == "" && s.Search == "" && len(s.Sort) == 0 && s.Limit == 0
}

// Catalogued tells whether the catalog knows the set: the others are found in the
// tables, where a run's row follows its points.
func (s Selection) Catalogued() bool { return s.IDs != nil || s.all() }

// Catalogued finds run sets by id in the catalog alone, as of now or then: no filter, no
// grouping.
type Catalogued struct {
	Catalog *catalog.Catalog
}

// RunSet implements RunSets.
func (c Catalogued) RunSet(ctx context.Context, project *catalog.Project, s Selection, g Grouping, at Moment) (*RunSet, error) {
	if s.Filter != "" || s.Search != "" || len(s.Sort) > 0 || s.Limit != 0 || !g.Empty() {
		return nil, api.Invalid("Only lists of run ids are possible here.")
	}
	past, err := at.State(ctx, c.Catalog)
	if err != nil {
		return nil, err
	}
	set := &RunSet{}
	hidden := past.Hides(ctx)
	past.View(func(st *catalog.State) { set.Runs, err = listed(st, project, s.IDs, hidden) })
	set.Total = len(set.Runs)
	return set, err
}

func listed(st *catalog.State, project *catalog.Project, ids []string, hidden func(catalog.RunNo) bool) ([]Run, error) {
	var runs []Run
	add := func(r *catalog.Run) {
		runs = append(runs, Run{No: r.No, Home: r.Home, ID: r.ID, Name: r.DisplayName, Color: r.Color})
	}
	if ids == nil {
		for r := range st.Runs(project.No) {
			if !r.Deleted && !hidden(r.No) {
				add(r)
			}
		}
		return runs, nil
	}
	seen := make(map[catalog.RunNo]bool, len(ids))
	for _, id := range ids {
		r := st.Run(project.No, id)
		if r == nil || r.Deleted || hidden(r.No) {
			return nil, api.NotFound("There's no run %q in %s/%s.", id, project.Entity, project.Name)
		}
		if !seen[r.No] {
			seen[r.No] = true
			add(r)
		}
	}
	return runs, nil
}
