package main

import (
	"net/http"

	cataloghttp "runledger/catalog/http"
	"runledger/internal/api"
	"runledger/wandb"
)

// maxBody of any request in bytes: a file that a trainer uploads. Routes set lower limits.
const maxBody = 5 << 30

// routes is the table of everything that HTTP answers, beside health.
func (s *server) routes() (http.Handler, error) {
	external := s.http.externalURL()
	router, operations := api.New(api.Options{
		Catalog: s.catalog, Logger: s.logger, Registerer: s.registry,
		External: api.External(external), Version: version(), MaxBody: maxBody,
	})
	cataloghttp.Register(operations, s.catalog)
	s.jobs.Register(operations)

	w, err := wandb.New(wandb.Options{
		Catalog: s.catalog, Writer: s.writer, Log: s.log, Board: s.board,
		Blobs: s.blobs, Signer: s.signer, ExternalURL: external, Logger: s.logger, Registerer: s.registry,
	})
	if err != nil {
		return nil, err
	}
	w.Mount(router)
	return router, nil
}
