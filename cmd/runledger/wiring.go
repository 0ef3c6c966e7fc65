package main

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"runledger/blob"
	"runledger/catalog"
	"runledger/engine"
	"runledger/eventlog"
	"runledger/ingest"
	"runledger/internal/progress"
	"runledger/projections"
	"runledger/projections/jobs"
)

// server holds what the parts of a mode share. Each field is set by the part that
// owns it and used by parts further down in the list.
type server struct {
	logger   *slog.Logger
	out      streams
	registry *prometheus.Registry
	health   *health
	http     *httpServer

	folder    *folder
	key       string // the admin's API key
	log       eventlog.Log
	catalog   *catalog.Catalog
	engine    *engine.Engine
	tables    engine.Endpoint // with the database's name
	board     *progress.Board
	projector *projections.Projector
	jobs      *jobs.Jobs
	blobs     *blob.Store
	signer    *blob.Signer
	writer    *ingest.Writer
}

// database is the one that holds the tables in the embedded engine.
const database = "runledger"

func newServer(mode string, settings httpSettings, logger *slog.Logger, out streams) *server {
	registry := newRegistry(mode)
	h := &health{registry: registry, stage: "starting"}
	return &server{
		logger: logger, out: out, registry: registry, health: h,
		http:  &httpServer{settings: settings, health: h, logger: logger},
		board: progress.NewBoard(),
	}
}

// serveParts is "serve": started from top to bottom, stopped from bottom to top.
func serveParts(c serveCmd, s *server) []part {
	open := part{name: "http", start: s.http.listen, run: s.http.serve, close: s.http.close}
	tables := s.tableParts(c.Data, c.Partitions, c.Engine)
	// The address first of all: health can be asked while the rest starts.
	parts := append([]part{tables[0], open}, tables[1:]...)
	return append(parts,
		part{name: "first user", start: s.firstAdmin(c.Admin)},
		part{name: "jobs", start: s.makeJobs, run: s.runJobs},
		part{name: "blobs", start: s.openFolderBlobs, close: s.closeBlobs},
		part{name: "writer", start: s.makeWriter(c.Ingest)},
		part{name: "routes", start: s.openRoutes(c), drain: s.http.drain},
	)
}

// tableParts are the parts of one machine without HTTP: all that keeps the tables in
// step with the log.
func (s *server) tableParts(data dataSettings, partitions int, e engineSettings) []part {
	return []part{
		{name: "data folder", start: s.openFolder(data), close: s.closeFolder},
		{name: "event log", start: s.openEmbeddedLog(partitions), run: s.watchLog, close: s.closeLog},
		{name: "catalog", start: s.makeCatalog, run: s.runCatalog, await: s.awaitCatalog},
		{name: "engine", start: s.makeEngine(e), run: s.runEngine, await: s.awaitEngine},
		{name: "projections", start: s.makeProjector, run: s.runProjector, drain: s.drainProjections},
	}
}

func (s *server) openFolder(d dataSettings) func(context.Context) error {
	return func(context.Context) (err error) {
		s.folder, err = openFolder(d.Data)
		return err
	}
}

func (s *server) closeFolder() error { return s.folder.close() }

func (s *server) openEmbeddedLog(partitions int) func(context.Context) error {
	return func(context.Context) error {
		l, err := eventlog.OpenEmbedded(eventlog.EmbeddedOptions{
			Dir: s.folder.file("log"), Partitions: partitions, Logger: s.logger, Registerer: s.registry,
		})
		if err != nil {
			return err
		}
		s.log = l
		s.health.promise("embedded log: a record is on this machine's disk (fsync) before it is acknowledged; one copy")
		return nil
	}
}

// watchLog ends the program when the log's disk failed for good.
func (s *server) watchLog(ctx context.Context) error {
	l, ok := s.log.(*eventlog.Embedded)
	if !ok {
		<-ctx.Done()
		return nil
	}
	select {
	case <-l.Failed():
		return fmt.Errorf("the disk below %s failed", s.folder.file("log"))
	case <-ctx.Done():
		return nil
	}
}

func (s *server) closeLog() error { return s.log.Close() }

func (s *server) makeCatalog(context.Context) error {
	s.catalog = catalog.New(catalog.Options{Log: s.log, Logger: s.logger, Registerer: s.registry})
	s.health.watch("catalog", s.catalogReady)
	return nil
}

func (s *server) runCatalog(ctx context.Context) error   { return s.catalog.Run(ctx) }
func (s *server) awaitCatalog(ctx context.Context) error { return s.catalog.Fresh(ctx) }

func (s *server) makeEngine(c engineSettings) func(context.Context) error {
	return func(context.Context) (err error) {
		s.engine, err = engine.New(engine.Options{
			DataDir: s.folder.file("engine"), BinaryPath: c.EngineBinary, LibraryPath: c.EngineLibrary,
			MaxMemory: uint64(c.EngineMemory), MergeThreads: c.EngineMergeThreads,
			Logger: s.logger, Registerer: s.registry,
		})
		if err != nil {
			return err
		}
		s.tables = s.engine.Endpoint().WithDatabase(database)
		s.health.watch("engine", s.engine.Ready)
		return nil
	}
}

func (s *server) runEngine(ctx context.Context) error   { return s.engine.Run(ctx) }
func (s *server) awaitEngine(ctx context.Context) error { return s.engine.WaitReady(ctx) }

func (s *server) makeProjector(context.Context) error {
	s.projector = projections.New(projections.Options{
		Log: s.log, Endpoint: s.tables, Board: s.board, Logger: s.logger, Registerer: s.registry,
	})
	s.health.watch("projections", s.projector.Ready)
	return nil
}

func (s *server) runProjector(ctx context.Context) error { return s.projector.Run(ctx) }

func (s *server) makeJobs(context.Context) error {
	s.jobs = jobs.New(s.projector, time.Now)
	return nil
}

func (s *server) runJobs(ctx context.Context) error { return s.jobs.Run(ctx) }

// openFolderBlobs opens the store for files, and the key that signs their addresses.
func (s *server) openFolderBlobs(ctx context.Context) error {
	key, err := blob.LoadKey(s.folder.file("signing.key"))
	if err != nil {
		return err
	}
	return s.openBlobs(ctx, s.folder.file("blobs"), key)
}

func (s *server) openBlobs(ctx context.Context, location string, key []byte) (err error) {
	if s.signer, err = blob.NewSigner(key, time.Now); err != nil {
		return err
	}
	s.blobs, err = blob.Open(ctx, location)
	return err
}

func (s *server) closeBlobs() error { return s.blobs.Close() }

func (s *server) makeWriter(c ingestSettings) func(context.Context) error {
	return func(context.Context) error {
		s.writer = ingest.NewWriter(s.ingestOptions(c))
		return nil
	}
}

func (s *server) ingestOptions(c ingestSettings) ingest.Options {
	return ingest.Options{
		Log: s.log, Catalog: s.catalog, Logger: s.logger, Registerer: s.registry,
		Limits: ingest.Limits{
			InFlight: int64(c.IngestInFlight), Body: int64(c.IngestBody),
			KeyRequests: c.KeyRequests, KeyPoints: c.KeyPoints,
		},
	}
}

func (s *server) openRoutes(c serveCmd) func(context.Context) error {
	return func(context.Context) error {
		if err := s.folder.announce(s.http.url()); err != nil {
			return err
		}
		routes, err := s.routes()
		if err != nil {
			return err
		}
		s.http.open(routes)
		s.welcome(c.Admin)
		return nil
	}
}
