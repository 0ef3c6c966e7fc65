package api

import (
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"
	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	"github.com/prometheus/client_golang/prometheus"

	"runledger/catalog"
	"runledger/internal/session"
	"runledger/internal/throttle"
)

// Options of the frame. Catalog is needed.
type Options struct {
	Catalog    *catalog.Catalog
	Logger     *slog.Logger          // default: silent
	Registerer prometheus.Registerer // default: no metrics
	External   External              // base of the URLs handed out
	Version    string                // of the program
	MaxBody    int64                 // bytes of any body; default 64 MiB. Routes set lower limits
	Clock      func() time.Time      // default time.Now

	Cookies *session.Cookies // default: no sessions, keys only
	Rate    float64          // requests a second of one client; 0: no limit
	Origins []string         // whose pages may use the API (CORS); default: none
	Proxies []netip.Prefix   // whose X-Forwarded-For is believed; default: nobody's

	// Page answers what no route takes, if it's for the page that people use, and says
	// whether it was. Default: no page.
	Page func(w http.ResponseWriter, r *http.Request) (bool, error)
}

const (
	defaultMaxBody = 64 << 20
	jsonMaxBody    = 1 << 20 // of a huma operation that says nothing else
)

type framework struct {
	catalog    *catalog.Catalog
	logger     *slog.Logger
	metrics    *metrics
	maxBody    int64
	headers    headers
	origins    origins
	proxies    []netip.Prefix
	cookies    *session.Cookies            // nil: no sessions
	sameOrigin *http.CrossOriginProtection // for requests by session
	rates      *throttle.Rates             // nil: no limit
	policy     []string                    // the header that describes rates
	wrongKeys  *throttle.Attempts          // by address
}

func newFramework(o Options) *framework {
	f := &framework{
		catalog: o.Catalog, logger: o.Logger, metrics: newMetrics(o.Registerer), maxBody: o.MaxBody,
		headers: newHeaders(o.External), origins: newOrigins(o.Origins), proxies: o.Proxies,
		cookies: o.Cookies, sameOrigin: http.NewCrossOriginProtection(),
		rates:     throttle.NewRates(o.Rate, int(burstSeconds*o.Rate), o.Clock),
		wrongKeys: throttle.NewAttempts(wrongKeys, o.Clock),
	}
	if origin := o.External.origin(); origin != "" { // a proxy may have changed the Host
		_ = f.sameOrigin.AddTrustedOrigin(origin) // scheme and host only: can't be wrong
	}
	if f.rates != nil {
		f.policy = []string{policyOf(f.rates)}
	}
	return f
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
	if o.Clock == nil {
		o.Clock = time.Now
	}
	useProblems()
	f := newFramework(o)
	r := chi.NewRouter()
	r.Use(f.frame, spelled, moved(o.Catalog, o.External), middleware.GetHead)
	r.NotFound(Metered(Handler(func(w http.ResponseWriter, r *http.Request) error {
		if o.Page != nil {
			if served, err := o.Page(w, r); served {
				return err
			}
		}
		return NotFound("There's nothing at this address.").With("The API is described at /docs.")
	})))
	r.MethodNotAllowed(Metered(Handler(func(_ http.ResponseWriter, r *http.Request) error {
		return NewProblem(http.StatusMethodNotAllowed, "method_not_allowed", "%s isn't possible here.", r.Method)
	})))
	a := humachi.New(r, config(o))
	a.UseMiddleware(authenticate(o.Catalog))
	d := &description{api: a}
	r.Get("/openapi.json", Metered(d.json))
	r.Get("/docs", Metered(d.page))
	return r, a
}

func config(o Options) huma.Config {
	c := huma.DefaultConfig("runledger", o.Version)
	c.OpenAPIPath, c.DocsPath, c.SchemasPath, c.CreateHooks = "", "", "", nil // ours, below
	c.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", schemaName)
	c.RejectUnknownQueryParameters = true
	c.Info.Description = "Experiment tracking: runs are logged, tabulated and charted. Errors are problem+json with a stable code. " +
		"What is done to one thing may be written after a colon, too: POST …:undo is POST …/undo."
	if o.External != "" {
		c.Servers = []*huma.Server{{URL: strings.TrimSuffix(string(o.External), "/")}}
	}
	c.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"key": {Type: "http", Scheme: "bearer", Description: "An API key of 40 to 128 characters. Basic with the key as password works too."},
	}
	c.Security = []map[string][]string{{"key": {}}}
	if o.Cookies != nil {
		c.Components.SecuritySchemes["session"] = &huma.SecurityScheme{
			Type: "apiKey", In: "cookie", Name: o.Cookies.Name(),
			Description: "A session: POST /api/v1/session. What changes something must come from a page of this server.",
		}
		c.Security = append(c.Security, map[string][]string{"session": {}})
	}
	return c
}
