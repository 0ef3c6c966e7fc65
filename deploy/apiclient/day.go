package main

import (
	"context"
	"fmt"
	"strings"

	"runledger/deploy/apiclient/gen"
)

// day is a sequence of calls that ends at the first fault.
type day struct {
	ctx    context.Context
	c      *gen.ClientWithResponses
	calls  map[string]bool
	entity string
	name   string
	err    error
}

// answer is what every generated answer can say.
type answer interface {
	StatusCode() int
	GetBody() []byte
}

// check takes what a call returned.
func (d *day) check(name string, a answer, err error) {
	if err == nil && a.StatusCode()/100 != 2 {
		err = fmt.Errorf("%d: %s", a.StatusCode(), a.GetBody())
	}
	if err == nil {
		err = strict(a)
	}
	if d.calls[name] = true; err != nil {
		d.err = fmt.Errorf("%s: %w", name, err)
	}
}

func to[T any](v T) *T { return &v }

func (d *day) people() {
	me, err := d.c.MeWithResponse(d.ctx)
	if d.check("me", me, err); d.err != nil {
		return
	}
	users, err := d.c.ListUsersWithResponse(d.ctx, &gen.ListUsersParams{Limit: to(int64(2))})
	if d.check("list-users", users, err); d.err != nil {
		return
	}
	d.entity, d.name = me.JSON200.Entity, "generated-client"
	made, err := d.c.CreateProjectWithResponse(d.ctx, nil, gen.ProjectCreateBody{Name: d.name, Description: to("by a generated client")})
	if d.check("create-project", made, err); d.err != nil {
		return
	}
	one, err := d.c.GetProjectWithResponse(d.ctx, d.entity, d.name, nil)
	if d.check("get-project", one, err); d.err != nil {
		return
	}
	list, err := d.c.ListProjectsWithResponse(d.ctx, &gen.ListProjectsParams{Entity: &d.entity})
	d.check("list-projects", list, err)
}

func (d *day) runs() {
	if d.err != nil {
		return
	}
	line := fmt.Sprintf(`{"project":"%s/%s","run":"r","step":0,"metrics":{"loss":1},"config":{"arch":"a"}}`, d.entity, d.name)
	logged, err := d.c.IngestWithBodyWithResponse(d.ctx, nil, "application/x-ndjson", strings.NewReader(line))
	if d.check("ingest", logged, err); d.err != nil {
		return
	}
	after := &logged.JSON202.Position
	runs, err := d.c.ListRunsWithResponse(d.ctx, d.entity, d.name, &gen.ListRunsParams{WaitFor: after})
	if d.check("list-runs", runs, err); d.err != nil {
		return
	}
	asked, err := d.c.QueryRunsWithResponse(d.ctx, d.entity, d.name, nil, gen.RunsRequest{Limit: to(int64(5))})
	if d.check("query-runs", asked, err); d.err != nil {
		return
	}
	chart, err := d.c.MakeChartWithResponse(d.ctx, d.entity, d.name, &gen.MakeChartParams{WaitFor: after}, gen.ChartRequest{Metrics: &[]string{"loss"}})
	if d.check("make-chart", chart, err); d.err != nil {
		return
	}
	overview, err := d.c.ProjectOverviewWithResponse(d.ctx, d.entity, d.name, nil)
	if d.check("project-overview", overview, err); d.err != nil {
		return
	}
	edited, err := d.c.EditRunWithResponse(d.ctx, d.entity, d.name, "r", nil, gen.HttpRunChanges{Notes: to("seen")})
	d.check("edit-run", edited, err)
}

func (d *day) arrange() {
	if d.err != nil {
		return
	}
	view, err := d.c.CreateWorkspaceWithResponse(d.ctx, d.entity, d.name, nil, gen.CreateWorkspaceBody{Name: "View"})
	if d.check("create-workspace", view, err); d.err != nil {
		return
	}
	own, err := d.c.GetWorkspaceWithResponse(d.ctx, d.entity, d.name, "me", nil)
	if d.check("get-workspace", own, err); d.err != nil {
		return
	}
	report, err := d.c.CreateReportWithResponse(d.ctx, d.entity, d.name, nil, gen.CreateInputBody{
		Title: "Report", Blocks: &[]gen.ReportNewBlock{{Kind: gen.ReportNewBlockKindMarkdown, Text: to("words")}},
	})
	if d.check("create-report", report, err); d.err != nil {
		return
	}
	whole, err := d.c.GetReportWithResponse(d.ctx, d.entity, d.name, report.JSON200.Id, nil)
	d.check("get-report", whole, err)
}

func (d *day) undo() {
	if d.err != nil {
		return
	}
	gone, err := d.c.DeleteRunsWithResponse(d.ctx, d.entity, d.name, nil, gen.RunBatchBody{Runs: &[]string{"r"}})
	if d.check("delete-runs", gone, err); d.err != nil {
		return
	}
	back, err := d.c.UndoWithResponse(d.ctx, d.entity, d.name, nil, gen.HttpUndoBody{Action: gone.JSON200.Action})
	if d.check("undo", back, err); d.err != nil {
		return
	}
	trail, err := d.c.ProjectAuditWithResponse(d.ctx, d.entity, d.name, &gen.ProjectAuditParams{Limit: to(int64(5))})
	d.check("project-audit", trail, err)
}
