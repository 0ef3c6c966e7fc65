package main

import (
	"context"
	"fmt"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-chi/chi/v5"

	cataloghttp "runledger/catalog/http"
	"runledger/ingest"
	"runledger/internal/api"
	"runledger/internal/clickhouse"
	"runledger/internal/session"
	"runledger/query/audit"
	"runledger/query/chart"
	"runledger/query/export"
	"runledger/query/history"
	"runledger/query/overview"
	"runledger/query/read"
	"runledger/query/report"
	"runledger/query/run"
	"runledger/query/runs"
	"runledger/query/workspace"
	"runledger/wandb"
)

// maxBody of any request in bytes: a file that a trainer uploads. Routes set lower limits.
const maxBody = 5 << 30

// surface is what routes are mounted on.
type surface struct {
	router     chi.Router
	operations huma.API
	external   string           // how clients reach the server
	cookies    *session.Cookies // nil in a mode without sessions
}

// mount puts a group of routes on the surface. Below are all there are.
type mount func(surface) error

// routes is the part that opens a mode's routes.
func (s *server) routes(mounts ...mount) part {
	start := func(context.Context) error {
		to := surface{external: s.http.externalURL()}
		frame, err := s.frame(to.external)
		if err != nil {
			return err
		}
		to.cookies = frame.Cookies
		to.router, to.operations = api.New(frame)
		for _, m := range mounts {
			if err := m(to); err != nil {
				return err
			}
		}
		if s.folder != nil {
			if err := s.folder.announce(s.http.url()); err != nil {
				return err
			}
		}
		s.http.open(to.router)
		s.logger.Info("serving", "url", s.http.url(), "external", to.external)
		return nil
	}
	return part{name: "routes", start: start, drain: s.http.drain}
}

// mountCatalog: users, keys, projects, and what people do to runs.
func (s *server) mountCatalog(to surface) error {
	cataloghttp.Register(to.operations, s.catalog)
	return nil
}

// mountIngest: POST /api/v1/ingest.
func (s *server) mountIngest(to surface) error {
	ingest.Mount(to.router, to.operations, s.catalog, s.writer)
	return nil
}

// mountQueries: charts, the runs table, one run, exports, audit.
func (s *server) mountQueries(to surface) error {
	s.reader = read.New(read.Options{
		Log: s.log, Board: s.board, Client: clickhouse.NewClient(s.tables), Registerer: s.registry,
	})
	table := runs.New(runs.Deps{Catalog: s.catalog, Reader: s.reader, Log: s.log, Registerer: s.registry})
	runs.Register(to.operations, table)
	runs.RegisterOne(to.operations, table)
	chart.Register(to.operations, chart.Deps{Reader: s.reader, Catalog: s.catalog, RunSets: table})
	overview.Register(to.operations, overview.Deps{Reader: s.reader, Catalog: s.catalog, Log: s.log})
	history.Register(to.operations, history.Deps{Reader: s.reader, Catalog: s.catalog})
	export.Register(to.operations, export.Deps{Reader: s.reader, Catalog: s.catalog, RunSets: table, Log: s.log})
	run.Register(to.operations, run.Deps{Reader: s.reader, Catalog: s.catalog, Blobs: s.blobs})
	workspaces := workspace.New(workspace.Deps{Catalog: s.catalog, Reader: s.reader, Table: table})
	workspace.Register(to.operations, workspaces)
	audit.Register(to.operations, audit.Deps{Reader: s.reader, Catalog: s.catalog})
	report.Register(to.operations, report.Deps{
		Catalog: s.catalog, Reader: s.reader, Runs: table, Log: s.log, Blobs: s.blobs, External: api.External(to.external),
		Sections: sectionsForReports(workspaces), Registerer: s.registry,
	})
	return nil
}

// mountWandB: what the wandb SDK speaks; behind mountQueries, whose reader it uses.
func (s *server) mountWandB(to surface) error {
	var tables wandb.Tables
	if s.reader != nil {
		tables = wandb.RunTables{Reader: s.reader}
	}
	w, err := wandb.New(wandb.Options{
		Catalog: s.catalog, Writer: s.writer, Log: s.log, Board: s.board, Tables: tables,
		Blobs: s.blobs, Signer: s.signer, ExternalURL: to.external, Logger: s.logger, Registerer: s.registry,
	})
	if err != nil {
		return fmt.Errorf("W&B routes: %w", err)
	}
	w.Mount(to.router)
	return nil
}

// mountJobs: rebuild and verify, for administrators.
func (s *server) mountJobs(to surface) error {
	s.jobs.Register(to.operations)
	return nil
}

// mountBackups: a backup of everything, for administrators.
func (s *server) mountBackups(to surface) error {
	s.backups.Register(to.operations)
	return nil
}
