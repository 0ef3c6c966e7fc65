package report

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"runledger/blob"
	"runledger/catalog"
	"runledger/event/pb"
	"runledger/eventlog"
	"runledger/internal/api"
	"runledger/query/read"
	"runledger/query/read/readtest"
	"runledger/query/runs"
)

const (
	bossKey = "bossbossbossbossbossbossbossbossbossboss" // an administrator
	annKey  = "annannannannannannannannannannannanannan" // owner of ann/p
	bobKey  = "bobbobbobbobbobbobbobbobbobbobbobbobbobb" // nobody to ann/p
)

// rig is the routes over a real log, fold, engine and blob store; the test is the projector.
type rig struct {
	t       *testing.T
	tables  *readtest.Tables
	catalog *catalog.Catalog
	blobs   *blob.Store
	folder  string // of blobs
	router  http.Handler
	reg     *prometheus.Registry
	logged  *syncBuffer
	off     uint64
	later   time.Duration // the service's clock is ahead by
	log     eventlog.Log
}

type syncBuffer struct {
	sync.Mutex
	bytes.Buffer
}

func (b *syncBuffer) Write(p []byte) (int, error) {
	b.Lock()
	defer b.Unlock()
	return b.Buffer.Write(p)
}

func newRig(t *testing.T) *rig {
	t.Helper()
	log, err := eventlog.OpenEmbedded(eventlog.EmbeddedOptions{Dir: t.TempDir(), Partitions: 1})
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{t: t, tables: readtest.New(t), reg: prometheus.NewRegistry(), logged: &syncBuffer{}, folder: t.TempDir(), log: log}
	r.catalog = catalog.New(catalog.Options{Log: log})
	ctx, cancel := context.WithCancel(context.Background())
	var owner sync.WaitGroup
	owner.Go(func() { _ = r.catalog.Run(ctx) })
	owner.Go(func() { // the tables follow the actions
		for tick := time.NewTicker(time.Millisecond); ctx.Err() == nil; <-tick.C {
			r.tables.Board.AdvanceActions(r.catalog.Next())
		}
	})
	if r.blobs, err = blob.Open(ctx, r.folder); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cancel(); owner.Wait(); r.blobs.Close(); log.Close() })
	if _, err := r.catalog.FirstAdmin(ctx, "boss", bossKey); err != nil {
		t.Fatal(err)
	}
	logger := slog.New(slog.NewTextHandler(r.logged, &slog.HandlerOptions{Level: slog.LevelDebug}))
	router, a := api.New(api.Options{Catalog: r.catalog, Logger: logger, MaxBody: 64 << 20})
	reader := read.New(read.Options{Log: log, Board: r.tables.Board, Client: r.tables.Client})
	table := runs.New(runs.Deps{Catalog: r.catalog, Reader: reader, Log: log})
	Register(a, Deps{Catalog: r.catalog, Reader: reader, Runs: table, Log: log, Blobs: r.blobs, External: "https://host/base", Registerer: r.reg,
		Clock: func() time.Time { return time.Now().Add(r.later) }})
	r.router = router
	r.user("ann", annKey)
	r.user("bob", bobKey)
	r.do(&pb.Event{Body: &pb.Event_ProjectCreated{ProjectCreated: &pb.ProjectCreated{Entity: "ann", Name: "p", View: "invited", Submit: "invited"}}})
	r.privacy("members")
	for _, key := range []string{bossKey, annKey, bobKey} { // so that their use is written down now
		r.call(key, "GET", "/api/v1/projects/ann/p/reports", nil)
	}
	for start := time.Now(); ; time.Sleep(time.Millisecond) { // polls with a deadline
		used := 0
		r.catalog.View(func(s *catalog.State) {
			for no := range catalog.UserNo(3) {
				used += len(slices.DeleteFunc(s.Keys(no+1), func(k *catalog.Key) bool { return k.Used.IsZero() }))
			}
		})
		if used == 3 {
			return r
		}
		if time.Since(start) > 10*time.Second {
			t.Fatalf("the use of %d keys of 3 is written down", used)
		}
	}
}

func (r *rig) user(name, key string) {
	r.do(&pb.Event{Body: &pb.Event_UserCreated{UserCreated: &pb.UserCreated{Name: name, Key: catalog.NewKey("", "", key)}}})
}

// privacy sets who may view ann/p.
func (r *rig) privacy(view string) {
	r.t.Helper()
	r.do(&pb.Event{Body: &pb.Event_ProjectPrivacySet{ProjectPrivacySet: &pb.ProjectPrivacySet{Project: 1, View: view, Submit: "invited"}}})
}

// do takes an action by the program itself; the tables have it at once.
func (r *rig) do(e *pb.Event) catalog.Verdict {
	r.t.Helper()
	if e.Actor == nil {
		e.Actor = catalog.System()
	}
	v, _, err := r.catalog.Do(context.Background(), e)
	if err != nil || !v[0].OK() {
		r.t.Fatal(v, err)
	}
	return v[0]
}

// run makes a run of ann/p, or goes on with it, with ten steps of loss around level.
func (r *rig) run(id string, level float64, config string) uint64 {
	r.t.Helper()
	var no uint64
	r.catalog.View(func(s *catalog.State) {
		if run := s.Run(1, id); run != nil {
			no = uint64(run.No)
		}
	})
	if no == 0 {
		ann, _ := r.catalog.Authenticate(annKey)
		no = uint64(r.do(&pb.Event{Actor: ann.Actor(pb.Actor_KIND_USER), Body: &pb.Event_RunCreated{RunCreated: &pb.RunCreated{Entity: "ann", Project: "p", RunId: id, DisplayName: id}}}).Run)
		r.facts(no)
	}
	appended, err := r.log.Append(context.Background(), eventlog.Batch{Topic: eventlog.Telemetry, Records: []eventlog.Record{{Value: []byte("x")}}})
	if err != nil {
		r.t.Fatal(err)
	}
	r.off = uint64(appended[0].First)
	var points []readtest.Point
	for step := range int64(10) {
		points = append(points, readtest.Point{Home: 1, Key: "loss", Run: no, Step: int64(r.off)*10 + step, Value: level + float64(step)/10, Time: 1_700_000_000_000 + step, Off: r.off})
	}
	r.tables.Insert(points...)
	row := map[string]any{"run": no, "home": 1, "off": r.off, "at": now(), "first_at": now(), "state": "finished", "seconds": 1, "points": 10,
		"config_text": config, "summary_text": fmt.Sprintf(`{"loss":%g}`, level), "config": json.RawMessage(config), "summary": map[string]any{"loss": level}}
	r.insert("run_versions", row)
	r.insert("run_data", row)
	r.insert("run_values", row)
	r.off++
	r.tables.Board.Advance(0, 0, r.off)
	r.tables.Board.Advance(1, 0, r.off)
	return no
}

// facts writes a run's row as the catalog has it now.
func (r *rig) facts(no uint64) {
	r.t.Helper()
	var run *catalog.Run
	r.catalog.View(func(s *catalog.State) { run = s.RunByNo(catalog.RunNo(no)) })
	r.insert("run_facts", map[string]any{"run": no, "off": run.Version - 1, "at": now(), "home": 1, "project": 1, "id": run.ID, "name": run.DisplayName, "user": "ann",
		"created": now(), "config_edit": "{}", "summary_edit": "{}", "config_layer": map[string]any{}, "summary_layer": map[string]any{}, "deleted": run.Deleted})
}

func now() string { return time.Now().UTC().Format("2006-01-02 15:04:05.000") }

func (r *rig) insert(table string, row map[string]any) {
	r.t.Helper()
	b, err := json.Marshal(row)
	if err != nil {
		r.t.Fatal(err)
	}
	sql := "INSERT INTO " + table + " SETTINGS input_format_skip_unknown_fields = 1 FORMAT JSONEachRow"
	r.tables.Post(sql, bytes.NewReader(b))
}

// answer is what a request got.
type answer struct {
	t      *testing.T
	what   string
	status int
	header http.Header
	body   []byte
	cause  string // of a fault of the server, from its log
}

// call makes a request; a body that is no []byte is sent as JSON.
func (r *rig) call(key, method, path string, body any, headers ...string) answer {
	r.t.Helper()
	var content io.Reader = http.NoBody
	kind := "application/json"
	switch b := body.(type) {
	case nil:
	case []byte:
		content, kind = bytes.NewReader(b), "application/octet-stream"
	case string:
		content = strings.NewReader(b)
	default:
		text, err := json.Marshal(b)
		if err != nil {
			r.t.Fatal(err)
		}
		content = bytes.NewReader(text)
	}
	req := httptest.NewRequest(method, path, content)
	if key != "" {
		req.Header.Set("Authorization", "Bearer "+key)
	}
	if body != nil {
		req.Header.Set("Content-Type", kind)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	r.router.ServeHTTP(w, req)
	a := answer{t: r.t, what: method + " " + path, status: w.Code, header: w.Header(), body: w.Body.Bytes()}
	if w.Code >= 500 {
		r.logged.Lock()
		defer r.logged.Unlock()
		lines := strings.Split(strings.TrimSpace(r.logged.String()), "\n")
		a.cause = strings.Join(lines[max(0, len(lines)-3):], "\n")
	}
	return a
}

// ann calls as the owner of the project, below it.
func (r *rig) ann(method, path string, body any, headers ...string) answer {
	r.t.Helper()
	return r.call(annKey, method, "/api/v1/projects/ann/p"+path, body, headers...)
}

// is wants a status and decodes the answer.
func (a answer) is(status int, into ...any) answer {
	a.t.Helper()
	if a.status != status {
		a.t.Fatalf("%s: %d, want %d: %.2000s\n%s", a.what, a.status, status, a.body, a.cause)
	}
	for _, v := range into {
		if err := json.Unmarshal(a.body, v); err != nil {
			a.t.Fatalf("%s: %v: %.500s", a.what, err, a.body)
		}
	}
	return a
}

// changed is the part of answers to changes that tests look at.
type changed struct {
	ID, Position, URL, Mode string
	Action, Version         uint64
	Repeated                bool
	Pin                     *Pin
}

// report makes a report with a table of runs and a chart, and returns its answer.
func (r *rig) report(more ...map[string]any) changed {
	r.t.Helper()
	blocks := append([]map[string]any{
		{"kind": "markdown", "text": "# Notes\n\nSome **words**."},
		{"kind": "run_set", "run_set": map[string]any{"columns": []string{"config.lr", "summary.loss"}, "sort": []string{"name:asc"}}},
		{"kind": "panel_grid", "panels": []map[string]any{{"id": "loss", "kind": "line", "title": "The loss", "metrics": []string{"loss"}}}},
	}, more...)
	var c changed
	r.ann("POST", "/reports", map[string]any{"title": "Findings", "blocks": blocks}).is(200, &c)
	return c
}

func (r *rig) get(id string) (out Report) {
	r.t.Helper()
	r.ann("GET", "/reports/"+id, nil).is(200, &out)
	return out
}

func (r *rig) data(id string) (out Data) {
	r.t.Helper()
	r.ann("GET", "/reports/"+id+"/data", nil).is(200, &out)
	return out
}

// events returns the types of all actions from an offset on.
func (r *rig) events(from uint64) (types []string) {
	r.t.Helper()
	if from >= r.catalog.Next() {
		return nil
	}
	records, err := r.log.Read(context.Background(), eventlog.Actions, 0, from, 1000)
	if err != nil {
		r.t.Fatal(err)
	}
	for _, rec := range records {
		for _, h := range rec.Headers {
			if h.Key == "ce_type" && string(h.Value) != "key.used.v1" {
				types = append(types, string(h.Value))
			}
		}
	}
	return types
}

// undo reverses the action that an answer names.
func (r *rig) undo(action uint64) {
	r.t.Helper()
	_, v, err := r.catalog.Effect(context.Background(), action)
	if err != nil {
		r.t.Fatal(err)
	}
	r.do(&pb.Event{Body: &pb.Event_ActionUndone{ActionUndone: &pb.ActionUndone{Offset: action, Changes: catalog.Reversed(v.Changes)}}})
}

// blobFile is where a content is on disk.
func (r *rig) blobFile(hash string) string { return filepath.Join(r.folder, "sha256", hash[:2], hash) }

func (r *rig) damage(hash string) {
	r.t.Helper()
	if err := os.WriteFile(r.blobFile(hash), []byte("{}"), 0o600); err != nil {
		r.t.Fatal(err)
	}
}
