package main

import (
	"net/http"

	"runledger/internal/api"
)

// maxBody of any request in bytes: a file that a trainer uploads. Routes set lower limits.
const maxBody = 5 << 30

// routes is the table of everything that HTTP answers, beside health.
func (s *server) routes() http.Handler {
	router, operations := api.New(api.Options{
		Catalog: s.catalog, Logger: s.logger, Registerer: s.registry,
		External: api.External(s.http.externalURL()), Version: version(), MaxBody: maxBody,
	})
	s.jobs.Register(operations)
	return router
}
