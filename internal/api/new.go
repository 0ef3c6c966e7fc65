package api

import (
	"log/slog"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"
	"github.com/go-chi/chi/v5"
	"github.com/prometheus/client_golang/prometheus"

	"runledger/catalog"
)

// Options of the frame. Catalog is needed.
type Options struct {
	Catalog    *catalog.Catalog
	Logger     *slog.Logger          // default: silent
	Registerer prometheus.Registerer // default: no metrics
	External   External              // base of the URLs handed out
	Version    string                // of the program
	MaxBody    int64                 // bytes of any body; default 64 MiB. Routes set lower limits
}

const (
	defaultMaxBody = 64 << 20
	jsonMaxBody    = 1 << 20 // of a huma operation that says nothing else
)

type framework struct {
	logger  *slog.Logger
	metrics *metrics
	maxBody int64
}

// New returns the router with the frame around everything mounted on it, and huma's
// API on that router. Every huma operation needs a valid key unless it's marked
// Public. /openapi.json and /docs are there.
func New(o Options) (chi.Router, huma.API) {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.MaxBody == 0 {
		o.MaxBody = defaultMaxBody
	}
	useProblems()
	f := &framework{logger: o.Logger, metrics: newMetrics(o.Registerer), maxBody: o.MaxBody}
	r := chi.NewRouter()
	r.Use(f.frame)
	r.NotFound(func(w http.ResponseWriter, r *http.Request) {
		Write(w, r, NotFound("There's nothing at this address.").With("The API is described at /docs."))
	})
	r.MethodNotAllowed(func(w http.ResponseWriter, r *http.Request) {
		Write(w, r, NewProblem(http.StatusMethodNotAllowed, "method_not_allowed", "%s isn't possible here.", r.Method))
	})
	a := humachi.New(r, config(o))
	a.UseMiddleware(authenticate(o.Catalog))
	d := &description{api: a}
	r.Get("/openapi.json", d.json)
	r.Get("/docs", d.page)
	return r, a
}

func config(o Options) huma.Config {
	c := huma.DefaultConfig("runledger", o.Version)
	c.OpenAPIPath, c.DocsPath, c.SchemasPath, c.CreateHooks = "", "", "", nil // ours, below
	c.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", schemaName)
	c.RejectUnknownQueryParameters = true
	c.Info.Description = "Experiment tracking: runs are logged, tabulated and charted. Errors are problem+json with a stable code."
	if o.External != "" {
		c.Servers = []*huma.Server{{URL: strings.TrimSuffix(string(o.External), "/")}}
	}
	c.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"key": {Type: "http", Scheme: "bearer", Description: "An API key of 40 to 128 characters. Basic with the key as password works too."},
	}
	c.Security = []map[string][]string{{"key": {}}}
	return c
}
