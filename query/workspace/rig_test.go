package workspace

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"runledger/catalog"
	"runledger/event/pb"
	"runledger/eventlog"
	"runledger/internal/api"
	"runledger/internal/progress"
	"runledger/internal/testenv"
	"runledger/query/read"
	"runledger/query/read/readtest"
	"runledger/query/runs"
)

// ending stops the engine before goroutines are counted.
type ending struct{ *testing.M }

func (e ending) Run() int { defer testenv.Stop(); return e.M.Run() }

func TestMain(m *testing.M) {
	// The thread that starts a test's processes stays, so that they end with it.
	goleak.VerifyTestMain(ending{m}, goleak.IgnoreAnyFunction("runledger/internal/testenv.startKept.func1.1"))
}

const (
	annKey  = "annannannannannannannannannannannannanna"
	project = "/api/v1/projects/ann/p"
	me      = project + "/workspaces/me"
)

// rig is the routes over a real log, fold and engine; the test is the projector.
type rig struct {
	t       testing.TB
	tables  *readtest.Tables
	log     eventlog.Log
	catalog *catalog.Catalog
	router  http.Handler
	actor   *pb.Actor
}

func newRig(t testing.TB) *rig {
	t.Helper()
	log, err := eventlog.OpenEmbedded(eventlog.EmbeddedOptions{Dir: t.TempDir(), Partitions: 1})
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{t: t, log: log, tables: readtest.New(t), catalog: catalog.New(catalog.Options{Log: log})}
	ctx, cancel := context.WithCancel(context.Background())
	var owner sync.WaitGroup
	owner.Go(func() { _ = r.catalog.Run(ctx) })
	t.Cleanup(func() { cancel(); owner.Wait(); log.Close() })
	if _, err := r.catalog.FirstAdmin(ctx, "ann", annKey); err != nil {
		t.Fatal(err)
	}
	who, _ := r.catalog.Authenticate(annKey)
	r.actor = who.Actor(pb.Actor_KIND_USER)
	r.do(&pb.Event{Body: &pb.Event_ProjectCreated{ProjectCreated: &pb.ProjectCreated{Entity: "ann", Name: "p"}}})
	reader := read.New(read.Options{Log: log, Board: r.tables.Board, Client: r.tables.Client})
	table := runs.New(runs.Deps{Catalog: r.catalog, Reader: reader, Log: log})
	router, a := api.New(api.Options{Catalog: r.catalog})
	Register(a, New(Deps{Catalog: r.catalog, Reader: reader, Table: table}))
	runs.Register(a, table)
	r.router = router
	return r
}

// do makes an event that no route has looked at.
func (r *rig) do(e *pb.Event) catalog.Verdict {
	r.t.Helper()
	e.Actor = r.actor
	v, pos, err := r.catalog.Do(context.Background(), e)
	if err != nil {
		r.t.Fatal(err)
	}
	r.tables.Board.AdvanceActions(pos.Actions)
	return v[0]
}

// logged makes runs that have logged metrics, one point each.
func (r *rig) logged(n int, metrics ...string) {
	r.t.Helper()
	for i := range n {
		id := fmt.Sprintf("run-%02d", i)
		no := r.do(&pb.Event{Body: &pb.Event_RunCreated{RunCreated: &pb.RunCreated{Entity: "ann", Project: "p", RunId: id}}}).Run
		r.tables.Exec(fmt.Sprintf("INSERT INTO run_facts (run, off, home, project, id, name) VALUES (%d, %d, 1, 1, '%s', '%s')", no, no, id, id))
		appended, err := r.log.Append(context.Background(), eventlog.Batch{Topic: eventlog.Telemetry, Records: []eventlog.Record{{Value: []byte("points")}}})
		if err != nil {
			r.t.Fatal(err)
		}
		off := appended[0].First
		r.tables.Board.Advance(progress.Points, 0, off+1)
		r.tables.Board.Advance(progress.Runs, 0, off+1)
		var points []readtest.Point
		for j, m := range metrics {
			points = append(points, readtest.Point{Home: 1, Key: m, Run: uint64(no), Step: 1, Value: float64(i), Off: off, Idx: uint32(j)})
		}
		r.tables.Insert(points...)
	}
	r.tables.Exec("INSERT INTO series (home, key, run, part, off) SELECT DISTINCT home, key, run, part, off FROM points")
}

// ask makes a request and returns status and answer.
func (r *rig) ask(method, path string, body any) (int, []byte) {
	r.t.Helper()
	text := ""
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			r.t.Fatal(err)
		}
		text = string(b)
	}
	req := httptest.NewRequest(method, path, strings.NewReader(text))
	req.Header.Set("Authorization", "Bearer "+annKey)
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	w := httptest.NewRecorder()
	r.router.ServeHTTP(w, req)
	return w.Code, w.Body.Bytes()
}

// want is ask with the status that must come.
func (r *rig) want(status int, method, path string, body any) []byte {
	r.t.Helper()
	got, text := r.ask(method, path, body)
	if got != status {
		r.t.Fatalf("%s %s: %d, want %d: %.1000s", method, path, got, status, text)
	}
	return text
}

type obj = map[string]any
