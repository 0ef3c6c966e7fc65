package api

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/prometheus/client_golang/prometheus"

	"runledger/catalog"
	"runledger/event/pb"
)

// clocked is a frame with a clock that the test turns.
func clocked(t *testing.T, o Options) (*fixture, func(time.Duration)) {
	t.Helper()
	f := newFixture(t)
	var mu sync.Mutex
	now := time.Unix(1_700_000_000, 0)
	f.registry = prometheus.NewRegistry()
	o.Catalog, o.Registerer = f.catalog, f.registry
	o.Clock = func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		return now
	}
	f.Router, f.api = New(o)
	Register(f.api, huma.Operation{OperationID: "who", Method: http.MethodGet, Path: "/who"},
		func(ctx context.Context, _ *struct{}) (*struct{ Body string }, error) {
			return &struct{ Body string }{PrincipalOf(ctx).User.Name}, nil
		})
	Register(f.api, Public(huma.Operation{OperationID: "public", Method: http.MethodGet, Path: "/public"}),
		func(context.Context, *struct{}) (*struct{}, error) { return nil, nil })
	f.With(Authenticated(f.catalog)).Get("/stream", func(http.ResponseWriter, *http.Request) {})
	f.With(AuthenticatedOnly(f.catalog)).Post("/ingest", func(http.ResponseWriter, *http.Request) {})
	return f, func(d time.Duration) {
		mu.Lock()
		defer mu.Unlock()
		now = now.Add(d)
	}
}

// ask makes a request from an address. Headers are name, value, …
func (f *fixture) ask(method, path, address string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, nil)
	r.RemoteAddr = address
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	f.ServeHTTP(w, r)
	return w
}

// counted is the counter of a label's value.
func (f *fixture) counted(t *testing.T, name, label string) float64 {
	t.Helper()
	families, err := f.registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, family := range families {
		for _, m := range family.Metric {
			if family.GetName() == name && m.Label[0].GetValue() == label {
				return m.Counter.GetValue()
			}
		}
	}
	return 0
}

func TestRatesOfClients(t *testing.T) {
	f, pass := clocked(t, Options{Rate: 0.5}) // five at once, one in two seconds
	const here = "192.0.2.1:1"
	key := "Bearer " + rootKey
	for i, path := range []string{"/who", "/stream", "/who", "/stream", "/who"} {
		w := f.ask("GET", path, here, "Authorization", key)
		if w.Code != 200 || w.Header().Get("RateLimit-Policy") != `"default";q=5;w=10` ||
			w.Header().Get("RateLimit") != fmt.Sprintf(`"default";r=%d;t=%d`, 4-i, 2*(i+1)) {
			t.Fatalf("%d: %d %v", i, w.Code, w.Header())
		}
	}
	for _, path := range []string{"/who", "/stream"} {
		w := f.ask("GET", path, here, "Authorization", key)
		if p := problemIn(t, w); p.Status != 429 || w.Header().Get("Retry-After") != "2" || w.Header().Get("RateLimit") != `"default";r=0;t=10` {
			t.Errorf("%d %v", w.Code, w.Header())
		}
	}
	if w := f.ask("POST", "/ingest", here, "Authorization", key); w.Code != 200 || w.Header().Get("RateLimit") != "" {
		t.Errorf("what has limits of its own is limited here too: %d %v", w.Code, w.Header())
	}
	for _, path := range []string{"/public", "/docs", "/openapi.json", "/nothing", "/who"} { // the address, not the key
		if w := f.ask("GET", path, here); w.Header().Get("RateLimit") == "" || w.Code == 429 {
			t.Errorf("%s: %d %v", path, w.Code, w.Header())
		}
	}
	if w := f.ask("GET", "/public", here); w.Code != 429 {
		t.Errorf("an address without a key: %d", w.Code)
	}
	if w := f.ask("GET", "/public", "192.0.2.2:1"); w.Code == 429 {
		t.Error("another address pays for it")
	}
	pass(2 * time.Second)
	if w := f.ask("GET", "/who", here, "Authorization", key); w.Code != 200 {
		t.Errorf("after the time that was told: %d", w.Code)
	}
	if n := f.counted(t, "runledger_http_refused_total", "rate"); n != 3 {
		t.Errorf("%v refusals counted", n)
	}
}

// Wrong keys slow down the address that sends them, and never a right one.
func TestWrongKeysAreSlowedDown(t *testing.T) {
	f, pass := clocked(t, Options{})
	const here = "192.0.2.1:1"
	wrong := func(i int) *httptest.ResponseRecorder {
		return f.ask("GET", "/who", here, "Authorization", "Bearer "+fmt.Sprintf("%040d", i))
	}
	for i := range wrongKeys.Free + 1 {
		if w := wrong(i); w.Code != 401 {
			t.Fatalf("%d: %d", i, w.Code)
		}
	}
	for i := range 100 {
		if w := wrong(i); w.Code != 429 || w.Header().Get("Retry-After") == "" {
			t.Fatalf("%d %v", w.Code, w.Header())
		}
		if w := f.ask("GET", "/who", here, "Authorization", "Bearer "+rootKey); w.Code != 200 {
			t.Fatalf("a right key is locked out: %d", w.Code)
		}
	}
	made := catalog.NewAPIKey()
	do(t, f.catalog, &pb.Event{Body: &pb.Event_KeyCreated{KeyCreated: catalog.NewKey("root", "", made)}})
	if w := f.ask("GET", "/who", here, "Authorization", "Bearer "+made); w.Code != 200 {
		t.Errorf("a new key is locked out: %d", w.Code)
	}
	if w := f.ask("GET", "/who", "192.0.2.2:1", "Authorization", "Bearer "+fmt.Sprintf("%040d", 1)); w.Code != 401 {
		t.Errorf("another address: %d", w.Code)
	}
	pass(time.Hour)
	if w := wrong(1); w.Code != 401 {
		t.Errorf("after an hour: %d", w.Code)
	}
}

func TestAddressesOfClients(t *testing.T) {
	proxies := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("::1/128")}
	for _, c := range []struct {
		remote string
		xff    []string
		want   string
	}{
		{"192.0.2.1:5", nil, "192.0.2.1"},
		{"192.0.2.1:5", []string{"198.51.100.1"}, "192.0.2.1"}, // anybody can say so
		{"10.0.0.1:5", []string{"198.51.100.1"}, "198.51.100.1"},
		{"10.0.0.1:5", []string{"203.0.113.9, 198.51.100.1, 10.2.3.4"}, "198.51.100.1"}, // the first one is the client's invention
		{"10.0.0.1:5", []string{"203.0.113.9", "198.51.100.1"}, "198.51.100.1"},
		{"10.0.0.1:5", []string{"nonsense"}, "10.0.0.1"},
		{"10.0.0.1:5", nil, "10.0.0.1"},
		{"[::1]:5", []string{"2001:db8:1:2:3:4:5:6"}, "2001:db8:1:2::/64"},
		{"[::ffff:10.0.0.1]:5", []string{"198.51.100.1"}, "198.51.100.1"},
		{"@", nil, "@"},
	} {
		f := &framework{proxies: proxies}
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = c.remote
		for _, v := range c.xff {
			r.Header.Add("X-Forwarded-For", v)
		}
		if got := f.client(r); got != c.want {
			t.Errorf("%s %v: %s, want %s", c.remote, c.xff, got, c.want)
		}
	}
}

func TestCORSIsOff(t *testing.T) {
	f := newFixture(t)
	for _, method := range []string{"GET", "OPTIONS", "POST"} {
		w := f.ask(method, "/docs", "192.0.2.1:1", "Origin", "https://evil.example.org", "Access-Control-Request-Method", "POST")
		for name := range w.Header() {
			if strings.HasPrefix(name, "Access-Control") {
				t.Errorf("%s: %s", method, name)
			}
		}
	}
}

func TestCORSForListedSites(t *testing.T) {
	f, _ := clocked(t, Options{Origins: []string{"https://Notebooks.example.org/"}})
	const site = "https://notebooks.example.org"
	w := f.ask("OPTIONS", "/who", "192.0.2.1:1", "Origin", site, "Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "authorization")
	h := w.Header()
	if w.Code != 204 || h.Get("Access-Control-Allow-Origin") != site || !strings.Contains(h.Get("Access-Control-Allow-Headers"), "Authorization") || !strings.Contains(h.Get("Access-Control-Allow-Methods"), "POST") {
		t.Errorf("%d %v", w.Code, h)
	}
	w = f.ask("GET", "/who", "192.0.2.1:1", "Origin", site, "Authorization", "Bearer "+rootKey)
	if w.Code != 200 || w.Header().Get("Access-Control-Allow-Origin") != site || !strings.Contains(w.Header().Get("Vary"), "Origin") {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	for _, origin := range []string{"https://evil.example.org", "null", "http://notebooks.example.org", "https://notebooks.example.org.evil.org", ""} {
		for _, method := range []string{"GET", "OPTIONS"} {
			w := f.ask(method, "/who", "192.0.2.1:1", "Origin", origin, "Access-Control-Request-Method", "GET")
			if w.Header().Get("Access-Control-Allow-Origin") != "" {
				t.Errorf("%s %q: %v", method, origin, w.Header())
			}
		}
	}
	for _, w := range []*httptest.ResponseRecorder{w, f.ask("OPTIONS", "/who", "192.0.2.1:1", "Origin", site, "Access-Control-Request-Method", "GET")} {
		if w.Header().Get("Access-Control-Allow-Credentials") != "" {
			t.Error("cookies are allowed")
		}
	}
	for origin, ok := range map[string]bool{
		site: true, site + "/": true, "http://localhost:8888": true,
		"*": false, "notebooks.example.org": false, site + "/path": false, "https://*.example.org": false, "ftp://x": false, "https://a@b": false,
	} {
		if err := CheckOrigins([]string{origin}); (err == nil) != ok {
			t.Errorf("%q: %v", origin, err)
		}
	}
}

// OWASP's list of headers, on good answers and bad ones.
func TestSecurityHeaders(t *testing.T) {
	want := map[string]string{
		"Strict-Transport-Security": "max-age=31536000", "X-Frame-Options": "DENY", "X-Content-Type-Options": "nosniff",
		"Content-Security-Policy":           "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
		"X-Permitted-Cross-Domain-Policies": "none", "Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin",
		"Cross-Origin-Resource-Policy": "same-origin", "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
		"Cache-Control": "no-store",
	}
	f, _ := clocked(t, Options{External: "https://host/base"})
	f.Get("/panics", func(http.ResponseWriter, *http.Request) { panic("oh") })
	for _, path := range []string{"/public", "/who", "/nothing", "/panics", "/openapi.json"} {
		w := f.ask("GET", path, "192.0.2.1:1")
		for name, value := range want {
			if got := w.Header().Get(name); got != value {
				t.Errorf("%s: %s: %q", path, name, got)
			}
		}
		if w.Header().Get("Server")+w.Header().Get("X-Powered-By") != "" {
			t.Errorf("%s tells what it is made of", path)
		}
	}
	plain, _ := clocked(t, Options{External: "http://host"})
	if h := plain.ask("GET", "/public", "192.0.2.1:1").Header().Get("Strict-Transport-Security"); h != "" {
		t.Errorf("over http: %s", h)
	}
}

// BenchmarkTake is what the limit costs a request.
func BenchmarkTake(b *testing.B) {
	f := newFramework(Options{Rate: 1e9, Clock: time.Now})
	h := http.Header{}
	for b.Loop() {
		if err := f.take(h, "k-abcdefghijkl"); err != nil {
			b.Fatal(err)
		}
	}
}
