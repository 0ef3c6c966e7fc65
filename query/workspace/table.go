package workspace

import (
	"context"

	"runledger/catalog"
	"runledger/internal/progress"
	"runledger/query/runs"
)

type runsInput struct {
	OfOne
	Columns []string `query:"columns,explode" doc:"As in the runs table; default: the workspace's"`
	Limit   int      `query:"limit" minimum:"1" maximum:"1000" default:"50"`
	Skip    int      `query:"skip" minimum:"0" doc:"Pass over so many runs: from the cursor's place, or from the first"`
	Cursor  string   `query:"cursor"`
}

type runsOutput struct {
	Body RunPage
}

// RunPage is a page of the runs table with the workspace's run set.
type RunPage struct {
	RunSet RunSet          `json:"run_set"`
	Hidden map[string]bool `json:"hidden" doc:"By id: runs of this page whose eye is off"`
	runs.Page
}

// runs answers the sidebar and the table: all runs that match, also those with the eye off.
func (s *service) runs(ctx context.Context, in *runsInput) (*runsOutput, error) {
	at, err := s.find(ctx, &in.OfOne, progress.Runs)
	if err != nil {
		return nil, err
	}
	w := stored{id: at.id}
	at.past.View(func(st *catalog.State) { w.doc = st.Document(at.project.No, catalog.Workspace, at.id) })
	set := w.runSet(nil)
	r := &runs.Request{
		Filter: runs.Expression(set.Filter), Search: set.Search, Regex: set.Regex, Sort: set.Sort,
		Columns: in.Columns, Limit: in.Limit, Skip: in.Skip, Cursor: in.Cursor,
	}
	if r.Columns == nil {
		r.Columns = w.tableColumns()
	}
	page, err := s.table.Page(ctx, at.project.No, r, at.moment)
	if err != nil {
		return nil, err
	}
	out := &runsOutput{Body: RunPage{RunSet: set.show(), Hidden: map[string]bool{}, Page: *page}}
	for _, row := range page.Runs {
		if !set.shows(catalog.RunNo(row.Number)) {
			out.Body.Hidden[row.ID] = true
		}
	}
	return out, nil
}

// tableColumns are the fields of the workspace's columns that aren't hidden; nil = all.
func (w stored) tableColumns() []string {
	v := w.raw("columns")
	if !isSet(v) || columns.check(v) != nil {
		return nil
	}
	var out []string
	for _, c := range elements(v) {
		if s, ok := text(c); ok {
			out = append(out, s)
			continue
		}
		m := members(c)
		if s, ok := text(m["field"]); ok && !flag(m["hidden"], false) {
			out = append(out, s)
		}
	}
	return out
}
