package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-chi/chi/v5"
	"github.com/prometheus/client_golang/prometheus"

	"runledger/catalog"
	"runledger/eventlog"
)

const rootKey = "rootrootrootrootrootrootrootrootrootroot"

// fixture is a frame around a running catalog with one administrator.
type fixture struct {
	chi.Router
	api      huma.API
	catalog  *catalog.Catalog
	registry *prometheus.Registry
	logged   *bytes.Buffer
}

func newFixture(t *testing.T) *fixture {
	t.Helper()
	log, err := eventlog.OpenEmbedded(eventlog.EmbeddedOptions{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	cat := catalog.New(catalog.Options{Log: log})
	ctx, cancel := context.WithCancel(context.Background())
	var owner sync.WaitGroup
	owner.Go(func() { _ = cat.Run(ctx) })
	t.Cleanup(func() { cancel(); owner.Wait(); log.Close() })
	if _, err := cat.FirstAdmin(ctx, "root", rootKey); err != nil {
		t.Fatal(err)
	}
	f := &fixture{catalog: cat, registry: prometheus.NewRegistry(), logged: new(bytes.Buffer)}
	logger := slog.New(slog.NewTextHandler(f.logged, &slog.HandlerOptions{Level: slog.LevelDebug}))
	f.Router, f.api = New(Options{Catalog: cat, Logger: logger, Registerer: f.registry, External: "https://host/base", MaxBody: 1000})
	return f
}

func (f *fixture) get(path, key string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	if key != "" {
		r.Header.Set("Authorization", "Bearer "+key)
	}
	w := httptest.NewRecorder()
	f.ServeHTTP(w, r)
	return w
}

func problemIn(t *testing.T, w *httptest.ResponseRecorder) Problem {
	t.Helper()
	if ct := w.Header().Get("Content-Type"); ct != "application/problem+json" {
		t.Fatalf("%d %s: %s", w.Code, ct, w.Body)
	}
	var p Problem
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
		t.Fatal(err)
	}
	if p.Status != w.Code || p.Code == "" || p.Detail == "" || p.RequestID != w.Header().Get("X-Request-Id") || p.RequestID == "" {
		t.Fatalf("%d: %+v", w.Code, p)
	}
	return p
}

func TestErrorsAreProblems(t *testing.T) {
	f := newFixture(t)
	errs := map[string]error{
		"/plain":   errors.New("secret detail"),
		"/mine":    Conflict("Not now."),
		"/wrapped": fmt.Errorf("open: %w", TooMany(1500*time.Millisecond, "Slow down.")),
		"/newer":   fmt.Errorf("x: %w", catalog.ErrNewerLog),
		"/log":     fmt.Errorf("x: %w", eventlog.ErrUnavailable),
		"/late":    context.DeadlineExceeded,
		"/fold":    catalog.Verdict{Outcome: catalog.Refused, Code: catalog.CodeExists, Reason: "there is one"}.Err(),
	}
	want := map[string]int{"/plain": 500, "/mine": 409, "/wrapped": 429, "/newer": 503, "/log": 503, "/late": 503, "/fold": 409}
	for path, err := range errs {
		f.Get(path, Handler(func(http.ResponseWriter, *http.Request) error { return err }))
		Register(f.api, Public(huma.Operation{OperationID: path[1:], Method: http.MethodGet, Path: "/huma" + path}),
			func(context.Context, *struct{}) (*struct{}, error) { return nil, err })
	}
	for path, status := range want {
		for _, prefix := range []string{"", "/huma"} {
			w := f.get(prefix+path, "")
			p := problemIn(t, w)
			if p.Status != status {
				t.Errorf("%s%s: %d %s", prefix, path, p.Status, p.Detail)
			}
			if strings.Contains(w.Body.String(), "secret detail") {
				t.Errorf("%s%s tells the client what's inside: %s", prefix, path, w.Body)
			}
			if status == 429 && w.Header().Get("Retry-After") != "2" {
				t.Errorf("%s%s: Retry-After %q, want 2", prefix, path, w.Header().Get("Retry-After"))
			}
		}
	}
	if p := problemIn(t, f.get("/nothing", "")); p.Code != "not_found" {
		t.Errorf("%+v", p)
	}
	if !strings.Contains(f.logged.String(), "secret detail") {
		t.Error("the cause isn't in the log")
	}
}

func TestAPanicIsAProblemAndCounted(t *testing.T) {
	f := newFixture(t)
	f.Get("/early", func(http.ResponseWriter, *http.Request) { panic("oh") })
	f.Get("/late", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "half"); panic("oh") })
	if p := problemIn(t, f.get("/early", "")); p.Status != 500 {
		t.Errorf("%+v", p)
	}
	server := httptest.NewServer(f)
	defer server.Close()
	client := server.Client()
	defer client.CloseIdleConnections()
	res, err := client.Get(server.URL + "/late")
	if err == nil {
		_, err = io.ReadAll(res.Body)
		res.Body.Close()
	}
	if err == nil {
		t.Error("an answer that broke off looks whole")
	}
	families, err := f.registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range families {
		if m.GetName() == "runledger_http_panics_total" && m.Metric[0].Counter.GetValue() != 2 {
			t.Errorf("%v panics counted, want 2", m.Metric[0].Counter.GetValue())
		}
	}
}

func TestKeys(t *testing.T) {
	f := newFixture(t)
	f.With(Authenticated(f.catalog)).Get("/who", func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, PrincipalOf(r.Context()).User.Name)
	})
	Register(f.api, huma.Operation{OperationID: "who", Method: http.MethodGet, Path: "/huma/who"},
		func(ctx context.Context, _ *struct{}) (*struct{ Body string }, error) {
			return &struct{ Body string }{PrincipalOf(ctx).User.Name}, nil
		})
	for _, path := range []string{"/who", "/huma/who"} {
		for header, want := range map[string]int{
			"Bearer " + rootKey: 200, "bearer  " + rootKey: 200,
			"": 401, "Bearer": 401, "Bearer short": 401, "Token " + rootKey: 401,
			"Bearer " + strings.Repeat("x", 40): 401, "Bearer " + rootKey + "/": 401,
		} {
			r := httptest.NewRequest(http.MethodGet, path, nil)
			r.Header.Set("Authorization", header)
			w := httptest.NewRecorder()
			if f.ServeHTTP(w, r); w.Code != want {
				t.Errorf("%s with %q: %d %s", path, header, w.Code, w.Body)
			}
			if want == 401 && (problemIn(t, w).Hint == "" || w.Header().Get("WWW-Authenticate") == "") {
				t.Errorf("%s with %q: no hint what to do", path, header)
			}
		}
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.SetBasicAuth("api", rootKey)
		w := httptest.NewRecorder()
		if f.ServeHTTP(w, r); w.Code != 200 {
			t.Errorf("%s with basic: %d", path, w.Code)
		}
	}
	if strings.Contains(f.logged.String(), rootKey) {
		t.Error("the key is in the log")
	}
}

func TestHumasOwnErrorsAreProblems(t *testing.T) {
	f := newFixture(t)
	type input struct {
		Limit int `query:"limit" maximum:"10"`
		Body  struct {
			Name string `json:"name" minLength:"2"`
		}
	}
	Register(f.api, Public(huma.Operation{OperationID: "x", Method: http.MethodPost, Path: "/x"}),
		func(context.Context, *input) (*struct{}, error) { return nil, nil })
	type optional struct {
		Body struct {
			Name string `json:"name,omitempty" minLength:"2"`
		}
	}
	Register(f.api, Public(huma.Operation{OperationID: "y", Method: http.MethodPost, Path: "/y"}),
		func(context.Context, *optional) (*struct{}, error) { return nil, nil })
	for _, c := range []struct {
		url, body, code string
		status          int
	}{
		{"/y", ``, "", 204},
		{"/y", `{"name":"x"}`, "invalid", 422},
		{"/x", `{"name":"ok"}`, "", 204},
		{"/x", `{"name":"ok","nmae":"typo"}`, "invalid", 422},
		{"/x?limit=11", `{"name":"ok"}`, "invalid", 422},
		{"/x?limt=1", `{"name":"ok"}`, "invalid", 422},
		{"/x", `{"name"`, "malformed", 400},
		{"/x", ``, "malformed", 400},
		{"/x", "name: yaml", "unsupported_media_type", 415},
		{"/x", `{"name":"` + strings.Repeat("x", 2000) + `"}`, "too_large", 413},
	} {
		w := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodPost, c.url, strings.NewReader(c.body))
		r.Header.Set("Content-Type", "application/json")
		if c.status == 415 {
			r.Header.Set("Content-Type", "application/yaml")
		}
		if f.ServeHTTP(w, r); w.Code != c.status {
			t.Errorf("%s %s: %d %s", c.url, c.body[:min(len(c.body), 40)], w.Code, w.Body)
		} else if c.code != "" {
			if p := problemIn(t, w); p.Code != c.code {
				t.Errorf("%s %s: %+v", c.url, c.body[:min(len(c.body), 40)], p)
			}
		}
	}
}

func TestTheDescription(t *testing.T) {
	f := newFixture(t)
	type input struct {
		Name string `path:"name" doc:"of the thing"`
	}
	Register(f.api, huma.Operation{OperationID: "thing", Method: http.MethodGet, Path: "/api/v1/things/{name}", Summary: "One <thing>", Tags: []string{"Things"}},
		func(context.Context, *input) (*struct{ Body struct{ Size int } }, error) { return nil, nil })
	var spec struct {
		OpenAPI string                    `json:"openapi"`
		Paths   map[string]map[string]any `json:"paths"`
		Servers []struct{ URL string }    `json:"servers"`
	}
	if err := json.Unmarshal(f.get("/openapi.json", "").Body.Bytes(), &spec); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(spec.OpenAPI, "3.1") || spec.Paths["/api/v1/things/{name}"]["get"] == nil || spec.Servers[0].URL != "https://host/base" {
		t.Errorf("%+v", spec)
	}
	page := f.get("/docs", "")
	body := page.Body.String()
	if !strings.Contains(body, "One &lt;thing&gt;") || !strings.Contains(body, "/api/v1/things/{name}") || !strings.Contains(body, "of the thing") {
		t.Errorf("the page lacks the operation: %s", body)
	}
	if strings.Contains(body, "<script") || strings.Contains(body, "//") {
		t.Error("the page loads something from elsewhere")
	}
	if !strings.Contains(body, "<style>"+docsCSS+"</style>") {
		t.Error("the style isn't the one that the content policy allows")
	}
}

// TestHeadIsGetWithoutABody: on operations, and on routes mounted by themselves.
func TestHeadIsGetWithoutABody(t *testing.T) {
	f := newFixture(t)
	f.With(Authenticated(f.catalog)).Get("/by-itself/{x}", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Was", chi.URLParam(r, "x"))
	})
	type input struct {
		Name string `path:"name"`
	}
	type output struct {
		Was  string `header:"X-Was"`
		Body struct{}
	}
	Register(f.api, huma.Operation{OperationID: "thing", Method: http.MethodGet, Path: "/api/v1/things/{name}"},
		func(_ context.Context, in *input) (*output, error) { return &output{Was: in.Name}, nil })
	for _, path := range []string{"/by-itself/here", "/api/v1/things/here"} {
		for key, status := range map[string]int{rootKey: 200, "": 401} {
			r := httptest.NewRequest(http.MethodHead, path, nil)
			if key != "" {
				r.Header.Set("Authorization", "Bearer "+key)
			}
			w := httptest.NewRecorder()
			if f.ServeHTTP(w, r); w.Code != status || status == 200 && w.Header().Get("X-Was") != "here" {
				t.Errorf("%s: %d %v", path, w.Code, w.Header())
			}
		}
	}
}

func TestRequestIDs(t *testing.T) {
	f := newFixture(t)
	for given, kept := range map[string]bool{"abc-1": true, "": false, "a b": false, strings.Repeat("a", 65): false} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("X-Request-Id", given)
		w := httptest.NewRecorder()
		f.ServeHTTP(w, r)
		if id := w.Header().Get("X-Request-Id"); id == "" || (id == given) != kept {
			t.Errorf("%q became %q", given, id)
		}
	}
}

// Latency is counted by the route's pattern: what clients make up is no label.
func TestLatencyByRoute(t *testing.T) {
	f := newFixture(t)
	f.Get("/things/{id}", Handler(func(w http.ResponseWriter, r *http.Request) error {
		WriteJSON(w, r, http.StatusOK, map[string]string{"id": chi.URLParam(r, "id")})
		return nil
	}))
	f.get("/things/1", "")
	f.get("/things/2", "")
	f.get("/made/up", "")
	f.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("BREW", "/things/1", nil))
	families, err := f.registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]uint64{}
	for _, family := range families {
		if family.GetName() != "runledger_http_request_seconds" {
			continue
		}
		for _, m := range family.Metric {
			name := ""
			for _, l := range m.Label { // sorted by name: method, route, status
				name += l.GetValue() + " "
			}
			got[name] = m.Histogram.GetSampleCount()
		}
	}
	if got["GET /things/{id} 200 "] != 2 || got["GET unmatched 404 "] != 1 || got["other unmatched 405 "] != 1 || len(got) != 3 {
		t.Errorf("%v", got)
	}
}

func TestExternalURLs(t *testing.T) {
	for base, want := range map[External]string{
		"https://host/base": "https://host/base/api/v1", "https://host/base/": "https://host/base/api/v1", "http://h:1": "http://h:1/api/v1", "": "/api/v1",
	} {
		if got := base.URL("/api/v1"); got != want {
			t.Errorf("%q: %q, want %q", base, got, want)
		}
	}
}
