package ingest

import (
	"net/http"
	"runtime"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-chi/chi/v5"

	"runledger/catalog"
	"runledger/internal/api"
)

// Mount puts POST /api/v1/ingest on the router and into the description of the API.
func Mount(router chi.Router, description huma.API, cat *catalog.Catalog, w *Writer) {
	router.With(api.AuthenticatedOnly(cat)).Method(http.MethodPost, "/api/v1/ingest", Routes(w))
	describe(description)
}

// Routes returns the handler of POST /api/v1/ingest. The request's principal must be in
// its context: put it behind api.Authenticated.
func Routes(w *Writer) http.Handler {
	h := &handler{
		writer: w,
		busy:   make(chan struct{}, 2*runtime.GOMAXPROCS(0)),
	}
	h.decoders.New = func() any { return newDecoder(w.Limits) }
	return h
}

// handler serves POST /api/v1/ingest.
type handler struct {
	writer   *Writer
	busy     chan struct{} // places for requests that are decompressed and parsed
	decoders sync.Pool
}
