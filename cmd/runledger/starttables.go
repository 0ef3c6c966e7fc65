package main

import (
	"context"
	"fmt"
	"time"

	"runledger/engine"
	"runledger/eventlog"
	"runledger/internal/progress"
	"runledger/projections"
	"runledger/projections/jobs"
)

// database is the one that holds the tables, unless --clickhouse names another.
const database = "runledger"

// leastEngineMemory is what an insert of a full batch fits into.
const leastEngineMemory = 300 << 20

func (s *server) makeEngine(c engineSettings) func(context.Context) error {
	return func(context.Context) (err error) {
		if c.EngineMemory < leastEngineMemory {
			return fmt.Errorf("--engine-memory: the engine needs at least %d MiB", leastEngineMemory>>20)
		}
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

// useClickhouse only remembers where it is: a ClickHouse that is away for a moment
// keeps nothing from starting.
func (s *server) useClickhouse(c clickhouseSettings) func(context.Context) error {
	return func(context.Context) error {
		at, err := engine.ParseDSN(c.Clickhouse)
		if err != nil {
			return err
		}
		if at.Database == "" || at.Database == "default" {
			at = at.WithDatabase(database)
		}
		s.tables = at
		s.health.watch("clickhouse", s.pinged(at))
		return nil
	}
}

// pingTime is how long ClickHouse may take to answer that it's there.
const pingTime = 2 * time.Second

func (s *server) pinged(at engine.Endpoint) func() error {
	client := at.HTTPClient()
	return func() error {
		ctx, cancel := context.WithTimeout(context.Background(), pingTime)
		defer cancel()
		return at.Ping(ctx, client)
	}
}

func (s *server) makeProjector(ctx context.Context) error {
	return s.setProjector(projections.Options{})
}

func (s *server) setProjector(o projections.Options) error {
	o.Log, o.Catalog, o.Endpoint, o.Board, o.Logger, o.Registerer = s.log, s.catalog, s.tables, s.board, s.logger, s.registry
	s.projector = projections.New(o)
	s.health.watch("projections", s.projector.Ready)
	return nil
}

func (s *server) runProjector(ctx context.Context) error { return s.projector.Run(ctx) }

// joinGroup makes this process one of those that share the log's partitions.
func (s *server) joinGroup(c projectCmd) func(context.Context) error {
	return func(context.Context) (err error) {
		s.owners, err = s.log.(*eventlog.Kafka).Owners(eventlog.KafkaOwnersOptions{
			Group: c.Group, SessionTimeout: c.Session,
		})
		return err
	}
}

func (s *server) leaveGroup() error { return s.owners.Close() }

func (s *server) makeSharedProjector(c clickhouseSettings) func(context.Context) error {
	return func(context.Context) error {
		return s.setProjector(projections.Options{
			Owners: s.owners, Schema: projections.Schema{Cluster: c.Cluster},
		})
	}
}

func (s *server) makeJobs(context.Context) error {
	s.jobs = jobs.New(s.projector, s.caughtUp, time.Now)
	return nil
}

// caughtUp returns when the tables hold what the log holds now.
func (s *server) caughtUp(ctx context.Context) error {
	end, err := endOf(ctx, s.log)
	if err != nil {
		return err
	}
	return s.board.Wait(ctx, progress.Runs, end)
}

func (s *server) runJobs(ctx context.Context) error { return s.jobs.Run(ctx) }
