package main

import (
	"context"

	"runledger/query/live"
)

func (s *server) makeLive(context.Context) error {
	s.live = live.New(live.Options{Catalog: s.catalog, Board: s.board, Registerer: s.registry})
	return nil
}

func (s *server) runLive(ctx context.Context) error   { return s.live.Run(ctx) }
func (s *server) awaitLive(ctx context.Context) error { return s.live.Begun(ctx) }

// drainLive ends the streams, which would go on for ever while requests are drained.
func (s *server) drainLive(context.Context) error {
	s.live.Drain()
	return nil
}

// mountLive: streams of what changes.
func (s *server) mountLive(to surface) error {
	live.Register(to.operations, s.live)
	return nil
}
