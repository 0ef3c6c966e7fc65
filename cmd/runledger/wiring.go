package main

import (
	"log/slog"

	"github.com/prometheus/client_golang/prometheus"

	"runledger/backup"
	"runledger/blob"
	"runledger/catalog"
	"runledger/engine"
	"runledger/eventlog"
	"runledger/ingest"
	"runledger/internal/progress"
	"runledger/projections"
	"runledger/projections/jobs"
	"runledger/projections/sweep"
	"runledger/query/live"
	"runledger/query/read"
)

// server holds what the parts of a mode share. Each field is set by the part that
// owns it and used by parts further down in the list.
type server struct {
	logger   *slog.Logger
	out      streams
	registry *prometheus.Registry
	health   *health
	http     *httpServer

	folder     *folder
	key        string // the first user's API key, if it's known
	firstStart bool   // the first user was made by this process
	snapshots  string // folder for snapshots of the fold, where there's no data folder
	log        eventlog.Log
	catalog    *catalog.Catalog
	engine     *engine.Engine
	tables     engine.Endpoint // with the database's name
	board      *progress.Board
	owners     eventlog.Owners
	projector  *projections.Projector
	jobs       *jobs.Jobs
	blobs      *blob.Store
	sweeper    *sweep.Sweeper
	signer     *blob.Signer
	signingKey []byte // of the signer and of session cookies; nil: neither
	writer     *ingest.Writer
	backups    *backup.Server
	live       *live.Hub
	reader     *read.Reader // nil in a process that doesn't read the tables
}

func newServer(mode string, settings httpSettings, logger *slog.Logger, out streams) *server {
	registry := newRegistry(mode)
	h := &health{registry: registry, stage: "starting"}
	return &server{
		logger: logger, out: out, registry: registry, health: h,
		http:  &httpServer{settings: settings, health: h, logger: logger, refused: make(chan struct{})},
		board: progress.NewBoard(),
	}
}

// The lists of parts: started from top to bottom, stopped from bottom to top. The
// address comes first of all, so that health can be asked while the rest starts; the
// routes come last, so that requests are drained while everything still works.

// serveParts is everything on one machine.
func serveParts(c serveCmd, s *server) []part {
	tables := s.oneMachine(c.Data, c.Partitions, c.Engine)
	parts := append([]part{tables[0], s.address()}, tables[1:]...) // the folder's lock even before
	return append(parts,
		part{name: "lag", run: s.watchLag},
		part{name: "first user", start: s.firstAdmin(c.Admin)},
		part{name: "jobs", start: s.makeJobs, run: s.runJobs},
		part{name: "blobs", start: s.openFolderBlobs, close: s.closeBlobs},
		part{name: "sweeper", start: s.makeSweeper, run: s.runSweeper, close: s.closeSweeper},
		part{name: "writer", start: s.makeWriter(c.Ingest)},
		part{name: "backups", start: s.makeBackups},
		part{name: "live", start: s.makeLive, run: s.runLive, await: s.awaitLive},
		s.routes(s.mountCatalog, s.mountPurges, s.mountSessions, s.mountIngest, s.mountQueries, s.mountLive, s.mountWandB, s.mountJobs, s.mountBackups),
		part{name: "live streams", drain: s.drainLive},
		part{name: "welcome", start: s.welcome(c.Admin)},
	)
}

// oneMachine is the log, the engine and what keeps its tables in step: serve without
// HTTP, and all that rebuild and verify need.
func (s *server) oneMachine(data dataSettings, partitions int, e engineSettings) []part {
	return []part{
		{name: "data folder", start: s.openFolder(data), close: s.closeFolder},
		{name: "event log", start: s.openEmbeddedLog(partitions), run: s.watchLog, close: s.closeLog},
		{name: "catalog", start: s.makeCatalog, run: s.runCatalog, await: s.awaitCatalog},
		{name: "engine", start: s.makeEngine(e), run: s.runEngine, await: s.awaitEngine},
		{name: "projections", start: s.makeProjector, run: s.runProjector, drain: s.drainProjections},
	}
}

// ingestParts take telemetry and never read the tables.
func ingestParts(c ingestCmd, s *server) []part {
	return []part{
		s.address(),
		{name: "event log", start: s.openKafka(c.Kafka), close: s.closeLog},
		{name: "catalog", start: s.makeCatalog, run: s.runCatalog, await: s.awaitCatalog},
		{name: "first user", start: s.firstAdmin(c.Admin)},
		{name: "progress", run: s.followProgress},
		{name: "blobs", start: s.openSharedBlobs(c.Blobs), close: s.closeBlobs},
		{name: "writer", start: s.makeWriter(c.Ingest)},
		s.routes(s.mountCatalog, s.mountSessions, s.mountIngest, s.mountWandB),
	}
}

// projectParts keep the tables in step with the log.
func projectParts(c projectCmd, s *server) []part {
	return []part{
		s.address(),
		{name: "event log", start: s.openKafka(c.Kafka), close: s.closeLog},
		{name: "catalog", start: s.makeCatalog, run: s.runCatalog, await: s.awaitCatalog}, // knows who is an administrator
		{name: "clickhouse", start: s.useClickhouse(c.Clickhouse)},
		{name: "owners", start: s.joinGroup(c), close: s.leaveGroup},
		{name: "progress", run: s.publishProgress},
		{name: "progress of others", run: s.followProgress}, // a verification needs all partitions
		{name: "projections", start: s.makeSharedProjector(c.Clickhouse), run: s.runProjector},
		{name: "lag", run: s.watchLag},
		{name: "jobs", start: s.makeJobs, run: s.runJobs},
		s.routes(s.mountJobs),
	}
}

// queryParts answer from the tables and take people's commands.
func queryParts(c queryCmd, s *server) []part {
	return []part{
		s.address(),
		{name: "event log", start: s.openKafka(c.Kafka), close: s.closeLog},
		{name: "catalog", start: s.makeCatalog, run: s.runCatalog, await: s.awaitCatalog},
		{name: "first user", start: s.firstAdmin(c.Admin)},
		{name: "clickhouse", start: s.useClickhouse(c.Clickhouse)},
		{name: "progress", run: s.followProgress},
		{name: "blobs", start: s.openSharedBlobs(c.Blobs), close: s.closeBlobs},
		{name: "sweeper", start: s.makeSweeper, run: s.runSweeper, close: s.closeSweeper},
		{name: "writer", start: s.makeWriter(c.Ingest)},
		{name: "live", start: s.makeLive, run: s.runLive, await: s.awaitLive},
		s.routes(s.mountCatalog, s.mountPurges, s.mountSessions, s.mountQueries, s.mountLive, s.mountWandB),
		{name: "live streams", drain: s.drainLive},
	}
}

// address is the part that listens.
func (s *server) address() part {
	return part{name: "http", start: s.http.listen, run: s.http.serve, close: s.http.close}
}
