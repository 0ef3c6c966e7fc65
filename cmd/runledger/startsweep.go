package main

import (
	"context"

	cataloghttp "runledger/catalog/http"
	"runledger/projections/sweep"
)

// makeSweeper is for what has the tables and the files of runs: it deletes the contents
// of purged runs, and says how far purges have come.
func (s *server) makeSweeper(context.Context) error {
	s.sweeper = sweep.New(sweep.Options{
		Catalog: s.catalog, Log: s.log, Board: s.board, Endpoint: s.tables, Blobs: s.blobs,
		Logger: s.logger, Registerer: s.registry,
	})
	return s.sweeper.Open()
}

func (s *server) runSweeper(ctx context.Context) error { return s.sweeper.Run(ctx) }
func (s *server) closeSweeper() error                  { return s.sweeper.Close() }

// mountPurges: what erases for ever.
func (s *server) mountPurges(to surface) error {
	cataloghttp.RegisterPurges(to.operations, s.catalog, s.sweeper)
	return nil
}
