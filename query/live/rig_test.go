package live

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"runledger/catalog"
	"runledger/event"
	"runledger/event/pb"
	"runledger/eventlog"
	"runledger/internal/api"
	"runledger/internal/progress"
	"runledger/internal/session"
)

const (
	bossKey = "bossbossbossbossbossbossbossbossbossboss"
	annKey  = "annannannannannannannannannannannannanna"
	within  = 30 * time.Second // for what should happen soon
)

// rig is the hub behind a real server, over a real log and fold; tests are the tables.
type rig struct {
	t       *testing.T
	catalog *catalog.Catalog
	board   *progress.Board
	hub     *Hub
	url     string
	cookies *session.Cookies
	reg     *prometheus.Registry
	next    map[int]uint64 // offsets of partitions

	mu    sync.Mutex
	later time.Duration // the hub's clock is ahead by
}

func newRig(t *testing.T, o Options) *rig {
	t.Helper()
	log, err := eventlog.OpenEmbedded(eventlog.EmbeddedOptions{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{t: t, board: progress.NewBoard(), reg: prometheus.NewRegistry(), next: map[int]uint64{}}
	r.catalog = catalog.New(catalog.Options{Log: log})
	o.Catalog, o.Board, o.Registerer, o.Clock = r.catalog, r.board, r.reg, r.now
	if o.Pace == 0 {
		o.Pace = 10 * time.Millisecond
	}
	r.hub = New(o)
	if r.cookies, err = session.NewCookies(session.Options{Key: bytes.Repeat([]byte("k"), 32), Clock: time.Now}); err != nil {
		t.Fatal(err)
	}
	router, a := api.New(api.Options{Catalog: r.catalog, Cookies: r.cookies})
	Register(a, r.hub)
	server := httptest.NewServer(router)
	r.url = server.URL
	ctx, cancel := context.WithCancel(context.Background())
	var owner sync.WaitGroup
	owner.Go(func() { _ = r.catalog.Run(ctx) })
	if _, err := r.catalog.FirstAdmin(t.Context(), "boss", bossKey); err != nil {
		t.Fatal(err)
	}
	r.board.AdvanceActions(r.catalog.Next())
	owner.Go(func() { _ = r.hub.Run(ctx) })
	t.Cleanup(func() { r.hub.Drain(); server.Close(); cancel(); owner.Wait(); log.Close() })
	if err := r.hub.Begun(t.Context()); err != nil {
		t.Fatal(err)
	}
	return r
}

func (r *rig) now() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return time.Now().Add(r.later)
}

func (r *rig) pass(d time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.later += d
}

// do takes an action by the program itself and returns the verdict.
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

func (r *rig) user(name, key string) catalog.Verdict {
	r.t.Helper()
	return r.do(&pb.Event{Body: &pb.Event_UserCreated{UserCreated: &pb.UserCreated{Name: name, Key: catalog.NewKey("", "first", key)}}})
}

func (r *rig) project(entity, name string) catalog.ProjectNo {
	r.t.Helper()
	return r.do(&pb.Event{Body: &pb.Event_ProjectCreated{ProjectCreated: &pb.ProjectCreated{Entity: entity, Name: name}}}).Project
}

func (r *rig) run(entity, project, id string) catalog.RunNo {
	r.t.Helper()
	return r.do(&pb.Event{Body: &pb.Event_RunCreated{RunCreated: &pb.RunCreated{Entity: entity, Project: project, RunId: id}}}).Run
}

func (r *rig) rename(run catalog.RunNo, name string) {
	r.t.Helper()
	r.do(&pb.Event{Body: &pb.Event_RunRenamed{RunRenamed: &pb.RunRenamed{Run: uint64(run), DisplayName: name}}})
}

// tables says that tables have an event more of each of the runs.
func (r *rig) tables(k progress.Kind, runs ...catalog.RunNo) {
	next, nos := map[int]uint64{}, []uint64{}
	for _, no := range runs {
		part := event.Partition(uint64(no), r.catalog.Partitions())
		r.next[part]++
		next[part] = r.next[part]
		nos = append(nos, uint64(no))
	}
	r.board.Changed(k, next, nos)
}

// ended waits until streams have ended for the reason.
func (r *rig) ended(reason string, n int) {
	r.t.Helper()
	r.eventually(func() string {
		if got := testutil.ToFloat64(r.hub.metrics.ended.WithLabelValues(reason)); got != float64(n) {
			return fmt.Sprintf("%v streams ended as %s, want %d", got, reason, n)
		}
		return ""
	})
}

func (r *rig) eventually(ok func() string) {
	r.t.Helper()
	for start := time.Now(); ; {
		what := ok()
		if what == "" {
			return
		}
		if time.Since(start) > within {
			r.t.Fatal(what)
		}
		time.Sleep(2 * time.Millisecond) // polls with a deadline
	}
}

// listener is a client of a stream.
type listener struct {
	t      testing.TB
	resp   *http.Response
	lines  *bufio.Scanner
	cancel context.CancelFunc
	last   string // id
}

// got is one event, or (name empty) a block without one.
type got struct {
	name string
	Change
	Resync struct{ Reason string }
}

// dial opens a stream, whatever the answer. A key with = is a session's cookie.
func dial(url, key, since string) (*http.Response, context.CancelFunc, error) {
	ctx, cancel := context.WithCancel(context.Background())
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, cancel, err
	}
	if name, ticket, session := strings.Cut(key, "="); session {
		req.AddCookie(&http.Cookie{Name: name, Value: ticket})
	} else {
		req.Header.Set("Authorization", "Bearer "+key)
	}
	if since != "" {
		req.Header.Set("Last-Event-ID", since)
	}
	resp, err := (&http.Transport{DisableCompression: true, DisableKeepAlives: true}).RoundTrip(req)
	if err != nil {
		cancel()
	}
	return resp, cancel, err
}

// request is dial for the length of a test.
func request(t testing.TB, url, key, since string) (*http.Response, context.CancelFunc) {
	t.Helper()
	resp, cancel, err := dial(url, key, since)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cancel(); resp.Body.Close() })
	return resp, cancel
}

func listen(t testing.TB, url, key, since string) *listener {
	t.Helper()
	resp, cancel := request(t, url, key, since)
	if resp.StatusCode != http.StatusOK || resp.Header.Get("Content-Type") != "text/event-stream" {
		text, _ := io.ReadAll(resp.Body)
		t.Fatalf("status %d %s: %s", resp.StatusCode, resp.Header, text)
	}
	l := &listener{t: t, resp: resp, cancel: cancel}
	l.scan()
	return l
}

func (l *listener) scan() {
	l.lines = bufio.NewScanner(l.resp.Body)
	l.lines.Buffer(nil, 1<<20)
}

func (l *listener) close() { l.cancel(); l.resp.Body.Close() }

// block reads up to an empty line; ok is false at the stream's end.
func (l *listener) block() (g got, ok bool) {
	for l.lines.Scan() {
		field, value, _ := strings.Cut(l.lines.Text(), ":")
		value = strings.TrimPrefix(value, " ")
		switch field {
		case "id":
			l.last = value
		case "event":
			g.name = value
		case "data":
			into := any(&g.Change)
			if g.name == "resync" {
				into = &g.Resync
			}
			if err := json.Unmarshal([]byte(value), into); err != nil {
				l.t.Errorf("data %q: %v", value, err)
			}
		case "":
			if l.lines.Text() == "" {
				return g, true
			}
		}
	}
	return g, false
}

// next reads up to the next event.
func (l *listener) next() (got, bool) {
	stuck := time.AfterFunc(within, l.cancel)
	defer stuck.Stop()
	for {
		if g, ok := l.block(); !ok || g.name != "" {
			return g, ok
		}
	}
}

// begin reads the first block, which has no event.
func (l *listener) begin() *listener {
	l.t.Helper()
	if g, ok := l.block(); !ok || g.name != "" || l.last == "" {
		l.t.Fatalf("the stream begins with %+v %v, id %q", g, ok, l.last)
	}
	return l
}

func (l *listener) change() Change {
	l.t.Helper()
	g, ok := l.next()
	if !ok || g.name != "change" {
		l.t.Fatalf("no change but %+v, %v", g, ok)
	}
	return g.Change
}

func (l *listener) resync(reason string) {
	l.t.Helper()
	if g, ok := l.next(); !ok || g.name != "resync" || g.Resync.Reason != reason {
		l.t.Fatalf("no resync (%s) but %+v, %v", reason, g, ok)
	}
}

// told gathers changes until they have everything wanted; an entry is list:id.
func (l *listener) told(want ...string) (all map[string]bool) {
	l.t.Helper()
	all = map[string]bool{}
	missing := func() (m []string) {
		for _, w := range want {
			if !all[w] {
				m = append(m, w)
			}
		}
		return m
	}
	for len(missing()) > 0 {
		g, ok := l.next()
		if !ok || g.name != "change" {
			l.t.Fatalf("%+v %v, while waiting for %v", g, ok, missing())
		}
		for _, e := range entries(g.Change) {
			all[e] = true
		}
	}
	return all
}

func entries(c Change) (all []string) {
	add := func(name string, ids IDs) {
		list, many := ids.All()
		if many {
			list = []string{"many"}
		}
		for _, id := range list {
			all = append(all, name+":"+id)
		}
	}
	add("runs", c.Runs)
	add("rows", c.Rows)
	docs, many := c.Documents.All()
	if many {
		all = append(all, "documents:many")
	}
	for _, d := range docs {
		all = append(all, d.Kind+":"+d.ID)
	}
	for k := range c.Kinds {
		all = append(all, k)
	}
	return all
}
