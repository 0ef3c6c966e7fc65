package main

import (
	"context"
	"errors"
	"net/http"

	"runledger/catalog"
	"runledger/internal/api"
)

// runCatalog folds until the end. When the log holds what only a newer program
// understands, the process lives on and says so to everyone: it is there to be
// replaced, in an upgrade one by one, and what it doesn't know it can't break.
func (s *server) runCatalog(ctx context.Context) error {
	err := s.catalog.Run(ctx)
	if !errors.Is(err, catalog.ErrNewerLog) || !s.http.listens() {
		return err
	}
	s.http.refuse(err)
	s.logger.Error("the log was written by a newer runledger: upgrade this process; until then every request is answered 503",
		"error", err, "url", s.http.url())
	<-ctx.Done()
	return nil
}

// awaitCatalog returns when the fold has reached the log's end. On a newer log nothing
// further is started.
func (s *server) awaitCatalog(ctx context.Context) error {
	err := s.catalog.Fresh(ctx)
	if errors.Is(err, catalog.ErrNewerLog) && s.http.listens() {
		<-ctx.Done()
		return ctx.Err()
	}
	return err
}

// listens is false in commands without HTTP.
func (s *httpServer) listens() bool { return s.listener != nil }

// refuse answers every request with a problem from now on, whatever was or will be
// opened. It is called once.
func (s *httpServer) refuse(problem error) {
	var h http.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { api.Write(w, r, problem) })
	s.refusal.Store(&h)
	s.health.refuse(problem)
	close(s.refused)
}
