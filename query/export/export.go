package export

import (
	"bufio"
	"context"
	"errors"
	"io"
	"time"

	"runledger/catalog"
	"runledger/eventlog"
	"runledger/internal/api"
	"runledger/internal/clickhouse"
	"runledger/internal/position"
	"runledger/internal/progress"
	"runledger/query/read"
)

// Deps of exports; all but Clock are needed.
type Deps struct {
	Reader  *read.Reader
	Catalog *catalog.Catalog
	RunSets read.RunSets
	Log     eventlog.Log
	Clock   func() time.Time // default time.Now
}

// Request is what is exported.
type Request struct {
	What   string    `json:"what,omitempty" enum:"history,runs" doc:"history (default): every point in long form, a row each. runs: a row a run, as in the runs table"`
	Format string    `json:"format,omitempty" enum:"ndjson,csv,arrow,parquet" doc:"Default: ndjson"`
	Runs   read.Runs `json:"runs,omitempty" doc:"Which runs: a list of ids, or a selection as in the runs table. Default: all of the project"`
	Keys   []string  `json:"keys,omitempty" doc:"Of a history: only these metrics and values. Default: all"`
}

// stream is an export that has begun.
type stream struct {
	format
	name  string // of a file
	body  io.ReadCloser
	rows  *bufio.Reader
	leave func()
}

// Close ends the export, done or not.
func (s *stream) Close() {
	s.body.Close()
	s.leave()
}

// open starts an export; its first bytes are there when it returns.
func open(ctx context.Context, d Deps, p *catalog.Project, r *Request, at read.Moment) (*stream, error) {
	f, ok := formatOf(r.Format)
	if !ok {
		return nil, api.Invalid("There's no format %q.", r.Format)
	}
	set, err := read.FindRuns(ctx, d.Catalog, d.RunSets, p, r.Runs.Selection, read.Grouping{}, at)
	if err != nil {
		return nil, err
	}
	if err := d.named(ctx); err != nil {
		return nil, err
	}
	leave, err := d.Reader.Export(ctx)
	if err != nil {
		return nil, err
	}
	q, err := d.query(ctx, p, r, set, at, f)
	if err != nil {
		leave()
		return nil, err
	}
	body, err := d.Reader.Stream(ctx, q, settings())
	if err != nil {
		leave()
		return nil, err
	}
	s := &stream{format: f, name: p.Name + "-" + r.What + "." + f.suffix, body: body, rows: bufio.NewReaderSize(body, 1<<20), leave: leave}
	if _, err := s.rows.Peek(1); err != nil && !errors.Is(err, io.EOF) {
		s.Close()
		return nil, d.Reader.Problem(ctx, err)
	}
	return s, nil
}

// query is the statement of an export.
func (d Deps) query(ctx context.Context, p *catalog.Project, r *Request, set *read.RunSet, at read.Moment, f format) (read.Query, error) {
	project := p.Entity + "/" + p.Name
	list := read.NewRunList(set.Runs)
	if r.What == "runs" {
		now, err := d.now(ctx, at)
		return read.Query{SQL: runsSQL(list, at, f), Params: clickhouse.Params{
			"project": project, "actions": at.Position.Actions, "silent": now.Add(-read.Grace).UnixMilli()}}, err
	}
	h := history{project: project, points: read.Points{Keys: r.Keys, AllKey: len(r.Keys) == 0, Runs: list, At: at.Fixed()}}
	if list.Len() == 0 {
		return read.Query{SQL: h.sql(f), Params: h.params()}, nil
	}
	var err error
	if h.points, err = d.Reader.WithRewritten(ctx, h.points); err != nil {
		return read.Query{}, err
	}
	h.values, err = d.hasValues(ctx, list)
	return read.Query{SQL: h.sql(f), Params: h.params()}, err
}

// now is when runs are looked at: by then a silent one has crashed.
func (d Deps) now(ctx context.Context, at read.Moment) (time.Time, error) {
	switch {
	case at.Pinned:
		return read.TimeOf(ctx, d.Log, at)
	case d.Clock != nil:
		return d.Clock(), nil
	}
	return time.Now(), nil
}

// hasValues tells whether some of the runs have anything in table rows beyond empty
// rows: most have nothing, and their export is quicker.
func (d Deps) hasValues(ctx context.Context, runs read.RunList) (bool, error) {
	found := false
	q := read.Query{SQL: "SELECT 1 FROM rows WHERE " + runs.InHome() + " AND " + runs.In() + " AND json != '{}' LIMIT 1 FORMAT RowBinary"}
	err := d.Reader.Ask(ctx, q, func(body *bufio.Reader) error {
		rows := read.NewRows(body)
		for rows.Next() {
			rows.Uint8()
			found = true
		}
		return rows.Err()
	})
	return found, err
}

// named waits until the table that has the runs' ids knows all runs of the catalog.
func (d Deps) named(ctx context.Context) error {
	if d.Catalog == nil {
		return nil
	}
	return d.Reader.WaitFor(ctx, progress.Points, position.Position{Actions: uint64(d.Catalog.Next())})
}
