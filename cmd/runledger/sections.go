package main

import (
	"context"

	"runledger/catalog"
	"runledger/query/read"
	"runledger/query/report"
	"runledger/query/runs"
	"runledger/query/workspace"
)

// sectionsForReports tells reports what a section of a workspace shows, also what arranges
// itself: the two packages don't know each other.
func sectionsForReports(w *workspace.Workspaces) func(context.Context, *catalog.Project, string, string) (*report.Section, error) {
	return func(ctx context.Context, p *catalog.Project, ws, id string) (*report.Section, error) {
		s, err := w.Section(ctx, p, ws, id)
		if err != nil {
			return nil, err
		}
		return &report.Section{Title: s.Title, Panels: s.Panels, RunSet: report.RunSet{
			Filter: runs.Expression(s.Filter), Search: s.Search, Regex: s.Regex, Sort: s.Sort,
			Grouping: read.GroupBy{Grouping: s.Grouping}, Columns: s.Columns,
		}}, nil
	}
}
