package main

import (
	"context"
	"sync"

	"runledger/query/live"
)

func (s *server) makeLive(context.Context) error {
	s.live = live.New(live.Options{Catalog: s.catalog, Board: s.board, Registerer: s.registry})
	return nil
}

// runLive ends streams that were opened before the log turned out to be a newer one.
func (s *server) runLive(ctx context.Context) error {
	ended := make(chan struct{})
	var work sync.WaitGroup
	work.Go(func() {
		select {
		case <-s.http.refused:
			s.live.Drain()
		case <-ended:
		}
	})
	err := s.live.Run(ctx)
	close(ended)
	work.Wait()
	return err
}

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
