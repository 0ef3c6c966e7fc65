package wandb

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/prometheus/client_golang/prometheus"

	"runledger/blob"
	"runledger/catalog"
	"runledger/event"
	"runledger/event/pb"
	"runledger/eventlog"
	"runledger/ingest"
	"runledger/internal/position"
	"runledger/internal/progress"
)

const testKey = "0123456789abcdefghij0123456789abcdefghij"

// rig is the protocol on a real log and catalog. Tables keep up at once unless held.
type rig struct {
	t      testing.TB
	log    *eventlog.Embedded
	cat    *catalog.Catalog
	board  *progress.Board
	held   bool
	tables fakeTables
	http   *httptest.Server
	wandb  *Server
}

// fakeTables answers what a test puts into it.
type fakeTables map[string]RunData

func (f fakeTables) RunData(_ context.Context, r *catalog.Run) (RunData, error) { return f[r.ID], nil }

// writer is the real one; it moves the board as projections do.
type writer struct {
	*ingest.Writer
	rig *rig
}

func (w writer) Append(ctx context.Context, events []*pb.Event) (position.Position, error) {
	pos, err := w.Writer.Append(ctx, events)
	if err == nil && !w.rig.held {
		for part, next := range pos.Telemetry {
			w.rig.board.Advance(progress.Runs, part, next)
		}
	}
	return pos, err
}

func newRig(t testing.TB) *rig {
	t.Helper()
	r := &rig{t: t, board: progress.NewBoard(), tables: fakeTables{}}
	var err error
	if r.log, err = eventlog.OpenEmbedded(eventlog.EmbeddedOptions{Dir: t.TempDir()}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.log.Close() })
	r.cat = catalog.New(catalog.Options{Log: r.log})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- r.cat.Run(ctx) }()
	t.Cleanup(func() { cancel(); <-done })
	if _, err := r.cat.FirstAdmin(ctx, "ann", testKey); err != nil {
		t.Fatal(err)
	}
	blobs, err := blob.Open(ctx, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { blobs.Close() })
	signer, err := blob.NewSigner(make([]byte, 32), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	mux := chi.NewRouter()
	r.http = httptest.NewServer(mux)
	t.Cleanup(r.http.Close)
	r.wandb, err = New(Options{Catalog: r.cat, Log: r.log, Board: r.board, Tables: r.tables, Blobs: blobs, Signer: signer,
		Writer: writer{ingest.NewWriter(ingest.Options{Log: r.log, Catalog: r.cat}), r}, ExternalURL: r.http.URL,
		Registerer: prometheus.NewRegistry()})
	if err != nil {
		t.Fatal(err)
	}
	r.wandb.Mount(mux)
	return r
}

// do sends a request; a path that isn't a whole address is one of the server's.
func (r *rig) do(method, path, key, body string, header ...string) (int, http.Header, string) {
	r.t.Helper()
	if !strings.Contains(path, "://") {
		path = r.http.URL + path
	}
	req, err := http.NewRequestWithContext(r.t.Context(), method, path, strings.NewReader(body))
	if err != nil {
		r.t.Fatal(err)
	}
	if key != "" {
		req.SetBasicAuth("api", key)
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		r.t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	return resp.StatusCode, resp.Header, string(text)
}

type answer struct {
	Data   map[string]any
	Errors []struct{ Message string }
}

// query asks GraphQL and returns the answer with its status.
func (r *rig) query(document string, variables map[string]any) (int, answer) {
	r.t.Helper()
	body, _ := json.Marshal(map[string]any{"query": document, "variables": variables, "operationName": ""})
	status, _, text := r.do("POST", "/graphql", testKey, string(body))
	var a answer
	if err := json.Unmarshal([]byte(text), &a); err != nil {
		r.t.Fatalf("%s: %v", text, err)
	}
	return status, a
}

// mustQuery is query for what has to succeed.
func (r *rig) mustQuery(document string, variables map[string]any) map[string]any {
	r.t.Helper()
	status, a := r.query(document, variables)
	if status != 200 || len(a.Errors) > 0 {
		r.t.Fatalf("status %d, errors %v", status, a.Errors)
	}
	return a.Data
}

// at digs in an answer: at(data, "project", "run").
func at(v any, path ...any) any {
	for _, p := range path {
		switch k := p.(type) {
		case string:
			m, _ := v.(map[string]any)
			v = m[k]
		case int:
			l, _ := v.([]any)
			if k >= len(l) {
				return nil
			}
			v = l[k]
		}
	}
	return v
}

// telemetry returns what the log holds of a run, in order.
func (r *rig) telemetry(run uint64) (out []*pb.Event) {
	r.t.Helper()
	part := event.Partition(run, r.cat.Partitions())
	end, err := r.log.Bounds(r.t.Context(), eventlog.Telemetry, part)
	if err != nil {
		r.t.Fatal(err)
	}
	for next := end.First; next < end.Next; {
		records, err := r.log.Read(r.t.Context(), eventlog.Telemetry, part, next, 1<<20)
		if err != nil {
			r.t.Fatal(err)
		}
		for _, rec := range records {
			e, err := event.Decode(rec.Value)
			if err != nil {
				r.t.Fatal(err)
			}
			next = rec.Offset + 1
			if string(rec.Key) == string(binaryKey(run)) {
				out = append(out, e)
			}
		}
	}
	return out
}

func binaryKey(run uint64) []byte {
	return []byte{byte(run >> 56), byte(run >> 48), byte(run >> 40), byte(run >> 32), byte(run >> 24), byte(run >> 16), byte(run >> 8), byte(run)}
}

// bodies strips the envelopes.
func bodies(events []*pb.Event) (out []*pb.Event) {
	for _, e := range events {
		out = append(out, &pb.Event{Body: e.Body})
	}
	return out
}

// types lists the types of events.
func types(events []*pb.Event) string {
	var b bytes.Buffer
	for _, e := range events {
		fmt.Fprintf(&b, "%s ", strings.TrimSuffix(strings.TrimPrefix(e.Type, "run."), ".v1"))
	}
	return strings.TrimSpace(b.String())
}

// run returns a run as the fold has it.
func (r *rig) run(entity, project, id string) (out *catalog.Run) {
	r.cat.View(func(s *catalog.State) {
		if p := s.Project(entity, project); p != nil {
			out = s.Run(p.No, id)
		}
	})
	return out
}
