// Package run serves what belongs to one run beside its history: console, machine
// metrics, files and alerts. All of it can be asked for as of an earlier moment.
//
// To add something: a file (input, answer, SQL, handler) and a line in Register.
package run

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"runledger/blob"
	"runledger/catalog"
	"runledger/internal/api"
	"runledger/internal/clickhouse"
	"runledger/internal/progress"
	"runledger/query/read"
)

// Deps of the routes; all are needed, but Blobs where no files can be read.
type Deps struct {
	Reader  *read.Reader
	Catalog *catalog.Catalog
	Blobs   *blob.Store
}

type pages struct{ Deps }

// Register mounts the routes below /api/v1/projects/{entity}/{project}/runs/{run}.
func Register(a huma.API, d Deps) {
	p := &pages{d}
	api.Register(a, api.Streams(operation("/console", "run-console", "Lines of the trainer's output"),
		map[string]*huma.Schema{"application/json": api.SchemaOf[Console](a), "text/plain": nil}), p.console)
	api.Register(a, operation("/system", "run-system", "Metrics of the machine, over time"), p.system)
	api.Register(a, operation("/files", "run-files", "Files of a run"), p.files)
	api.Register(a, operation("/alerts", "run-alerts", "Alerts that the trainer raised"), p.alerts)
	api.Register(a, operation("/metrics", "run-metrics", "Names of the metrics that it logged"), p.metrics)
	if d.Blobs != nil {
		api.Register(a, api.Streams(operation("/file", "run-file", "Content of a file, also in parts"),
			map[string]*huma.Schema{"application/octet-stream": nil}), p.file)
		api.Register(a, api.Streams(operation("/value", "run-value", "A value that was too large for its place"),
			map[string]*huma.Schema{"application/json": {}}), p.value)
	}
}

func operation(path, id, summary string) huma.Operation {
	return huma.Operation{
		Method: http.MethodGet, Path: "/api/v1/projects/{entity}/{project}/runs/{run}" + path,
		OperationID: id, Summary: summary, Tags: []string{"Runs"},
	}
}

// Of names the run that is read, and when.
type Of struct {
	read.Params
	Entity  string `path:"entity"`
	Project string `path:"project"`
	Run     string `path:"run"`
}

// find returns the run, if the principal may see it, and the moment to show.
func (p *pages) find(ctx context.Context, of Of) (*catalog.Run, read.Moment, error) {
	run, err := api.RunThen(ctx, p.Catalog, of.Entity, of.Project, of.Run, api.AsOf{AsOf: of.AsOf})
	if err != nil {
		return nil, read.Moment{}, err
	}
	at, err := p.Reader.Moment(ctx, progress.Points, of.Params)
	return run, at, err
}

// where is the condition on a run's rows up to a moment; its parameters are paramsOf.
func where(at read.Moment) string {
	w := "WHERE home = {home:UInt32} AND run = {run:UInt64}"
	if below := at.Below(); below != "" {
		w += " AND " + below
	}
	return w
}

func paramsOf(run *catalog.Run) clickhouse.Params {
	return clickhouse.Params{"home": uint32(run.Home), "run": uint64(run.No)}
}
