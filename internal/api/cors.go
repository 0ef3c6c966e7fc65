package api

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// origins are the sites whose pages may use the API with a key (CORS). Without any
// there's no Access-Control header at all. Cookies are never allowed with it: a
// session is for pages of this server.
type origins []string

const (
	corsMethods = "GET, HEAD, POST, PUT, PATCH, DELETE"
	corsRequest = "Authorization, Content-Type, Content-Encoding, Accept, If-Match, If-None-Match, Idempotency-Key, Last-Event-ID, X-Request-Id"
	corsAnswer  = "ETag, Location, Retry-After, RateLimit, RateLimit-Policy, X-Request-Id"
	corsMaxAge  = "600" // seconds that a browser keeps the answer to a preflight
)

func newOrigins(list []string) origins {
	out := make(origins, len(list))
	for i, o := range list {
		out[i] = strings.ToLower(strings.TrimSuffix(o, "/"))
	}
	return out
}

// CheckOrigins says what's wrong with a list for Options.Origins.
func CheckOrigins(list []string) error {
	for _, o := range list {
		u, err := url.Parse(strings.TrimSuffix(o, "/"))
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.Path != "" || u.RawQuery != "" || u.User != nil || u.Fragment != "" || strings.Contains(o, "*") {
			return fmt.Errorf("%q isn't an origin: scheme, host and port, as https://notebooks.example.org", o)
		}
	}
	return nil
}

// allow adds the headers that let a listed site's page see the answer.
func (o origins) allow(r *http.Request, h http.Header) {
	if len(o) == 0 {
		return
	}
	h.Add("Vary", "Origin")
	if origin := r.Header.Get("Origin"); slices.Contains(o, origin) {
		h.Set("Access-Control-Allow-Origin", origin)
		h.Set("Access-Control-Expose-Headers", corsAnswer)
	}
}

// preflight answers a browser's question whether a listed site's page may make a
// request, and reports whether it was one.
func (o origins) preflight(w http.ResponseWriter, r *http.Request) bool {
	if r.Method != http.MethodOptions || r.Header.Get("Access-Control-Request-Method") == "" || !slices.Contains(o, r.Header.Get("Origin")) {
		return false
	}
	h := w.Header()
	h.Add("Vary", "Access-Control-Request-Method, Access-Control-Request-Headers")
	h.Set("Access-Control-Allow-Methods", corsMethods)
	h.Set("Access-Control-Allow-Headers", corsRequest)
	h.Set("Access-Control-Max-Age", corsMaxAge)
	w.WriteHeader(http.StatusNoContent)
	return true
}
