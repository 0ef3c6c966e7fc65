package ingest

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"

	"runledger/event/pb"
	"runledger/internal/api"
)

// server is the route behind the real frame, on a real log and catalog.
type server struct {
	*bench
	http.Handler
	writer   *Writer
	registry *prometheus.Registry
}

func newServer(t testing.TB, limits Limits) *server {
	t.Helper()
	s := &server{bench: newBench(t, 4), registry: prometheus.NewRegistry()}
	s.writer = NewWriter(Options{Log: s.log, Catalog: s.catalog, Registerer: s.registry, Limits: limits})
	router, description := api.New(api.Options{Catalog: s.catalog, Registerer: s.registry, MaxBody: 1 << 30})
	Mount(router, description, s.catalog, s.writer)
	s.Handler = router
	return s
}

// answer is a reply or a problem.
type answer struct {
	status int
	header http.Header
	reply
	Code   string
	Detail string
	Hint   string
}

func (s *server) post(t testing.TB, contentType string, body io.Reader, set ...string) answer {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, "/api/v1/ingest", body)
	r.Header.Set("Content-Type", contentType)
	r.Header.Set("Authorization", "Bearer "+s.key)
	for i := 0; i+1 < len(set); i += 2 {
		r.Header.Set(set[i], set[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	a := answer{status: w.Code, header: w.Header()}
	if err := json.Unmarshal(w.Body.Bytes(), &a); err != nil {
		t.Fatalf("%d %s: %v", w.Code, w.Body, err)
	}
	want := "application/json"
	if w.Code >= 300 {
		want = "application/problem+json"
	}
	if got := w.Header().Get("Content-Type"); got != want {
		t.Errorf("%d as %s", w.Code, got)
	}
	return a
}

func (s *server) lines(t testing.TB, lines ...string) answer {
	t.Helper()
	return s.post(t, "application/x-ndjson", strings.NewReader(strings.Join(lines, "\n")))
}

// all returns the events of all partitions.
func (s *server) all(t testing.TB) []*pb.Event {
	var out []*pb.Event
	for part := range 4 {
		out = append(out, s.telemetry(t, part)...)
	}
	return out
}

func TestALineBecomesEvents(t *testing.T) {
	s := newServer(t, Limits{})
	a := s.lines(t, `{"project":"root/p","run":"r","step":12,"time":1700000000.5,"metrics":{"loss":0.5,"text":"hi","big":9007199254740993},"config":{"lr":0.1},"summary":{"best":NaN},`+
		`"system":{"cpu":3},"console":["a",{"line":4,"stream":"stderr","text":"b"}],"finish":{"exit_code":0},"state":"running","heartbeat":true,"tags":["x"],"name":"first"}`)
	if a.status != 202 || a.Accepted != 1 || a.Points != 2 || len(a.Rejected) != 0 || a.Position == "" {
		t.Fatalf("%+v", a)
	}
	var types []string
	for _, e := range s.all(t) {
		types = append(types, e.Type)
	}
	want := "run.config_set.v1 run.state_changed.v1 run.points.v1 run.values.v1 run.summary_set.v1 run.system.v1 run.console.v1 run.finished.v1"
	if got := strings.Join(types, " "); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
