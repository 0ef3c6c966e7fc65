package wandb

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil"

	"runledger/event"
	"runledger/event/pb"
	"runledger/eventlog"
	"runledger/ingest"
	"runledger/internal/position"
	"runledger/internal/progress"
)

const streamPath = "/files/ann/p%20q/a/file_stream"

// started returns a rig with run "a" in project "p q".
func started(t *testing.T) *rig {
	r := newRig(t)
	r.upsert(map[string]any{"name": "a", "project": "p q"})
	return r
}

func (r *rig) stream(body string, header ...string) {
	r.t.Helper()
	if status, _, text := r.do("POST", streamPath, testKey, body, header...); status != 200 || text != "{}\n" {
		r.t.Fatalf("%d %s", status, text)
	}
}

func TestStreamIsStored(t *testing.T) {
	r := started(t)
	r.stream(`{}`)
	r.stream(historyBody(0, `{"_step":0,"loss":1}`, `{"_step":1,"loss":2}`))
	r.stream(`{"files":{"output.log":{"offset":0,"content":["x"]},"wandb-summary.json":{"offset":0,"content":["{\"loss\":2}"]}},"complete":true,"exitcode":0}`)
	events := r.telemetry(1)
	if got := types(events); got != "state_changed heartbeat values points console summary_set finished" {
		t.Fatalf("%s", got)
	}
	diff(t, events[3].GetRunPoints(), &pb.RunPoints{Run: 1, Home: 1, Steps: []int64{0, 1}, TimesMs: events[3].GetRunPoints().TimesMs,
		Series: []*pb.Series{{Key: "loss", Values: []float64{1, 2}}}})
	if n, _ := r.wandb.live.lines(1); n != 2 {
		t.Fatalf("%d lines", n)
	}
	// Console lines carry numbers of their own: they may replace earlier ones.
	if o := events[4].Origin; o.Writer == consoleFile || o.PerRow {
		t.Fatalf("%v", o)
	}
}

func TestStreamGzip(t *testing.T) {
	r := started(t)
	var z bytes.Buffer
	w := gzip.NewWriter(&z)
	_, _ = w.Write([]byte(historyBody(0, `{"_step":0,"loss":1}`)))
	_ = w.Close()
	r.stream(z.String(), "Content-Encoding", "gzip")
	if got := types(r.telemetry(1)); got != "state_changed values points" {
		t.Fatalf("%s", got)
	}
}

func TestStreamOfSharedRun(t *testing.T) {
	r := started(t)
	r.stream(`{"files":{"wandb-history.jsonl":{"offset":0,"content":["{\"x\":1}"]},"wandb-summary.json":{"offset":0,"content":["{\"x\":1}"]}}}`, clientHeader, "w7")
	events := r.telemetry(1)
	if got := types(events); got != "state_changed values points summary_set" {
		t.Fatalf("%s", got)
	}
	if w := events[1].Origin.Writer; w != "wandb-history.jsonl/w7" || events[3].GetRunSummarySet().Replace {
		t.Fatalf("%s %v", w, events[3])
	}
}

func TestStreamRefused(t *testing.T) {
	r := started(t)
	for name, c := range map[string]struct {
		method, path, key, body string
		status                  int
	}{
		"bad key":         {"POST", streamPath, strings.Repeat("x", 40), "{}", 401},
		"no key":          {"POST", streamPath, "", "{}", 401},
		"no run":          {"POST", "/files/ann/p%20q/b/file_stream", testKey, "{}", 404},
		"foreign":         {"POST", "/files/bob/p/a/file_stream", testKey, "{}", 404},
		"not JSON":        {"POST", streamPath, testKey, "{", 400},
		"method":          {"GET", streamPath, testKey, "{}", 200},
		"other method":    {"PATCH", streamPath, testKey, "{}", 200},
		"nothing there":   {"POST", "/files/ann/p", testKey, "{}", 404},
		"otel":            {"POST", "/sdk/otel/v1/metrics", "", "", 404},
		"otel with key":   {"POST", "/sdk/otel/v1/logs", testKey, "", 404},
		"ready":           {"GET", "/ready", "", "", 200},
		"graphql GET":     {"GET", "/graphql", testKey, "", 400},
		"graphql no body": {"POST", "/graphql", testKey, "", 400},
	} {
		if status, _, text := r.do(c.method, c.path, c.key, c.body); status != c.status {
			t.Errorf("%s: %d %s", name, status, text)
		}
	}
	status, _, _ := r.do("POST", streamPath, testKey, `{"files":{}}`+strings.Repeat(" ", 64<<20))
	if status != http.StatusRequestEntityTooLarge {
		t.Errorf("too large: %d", status)
	}
	if status, _, _ := r.do("POST", streamPath, testKey, "{}", "Content-Encoding", "br"); status != 400 {
		t.Errorf("unknown encoding: %d", status)
	}
}

// Values too large for the log are kept as blobs; a line of output is cut.
func TestLargeValues(t *testing.T) {
	r := started(t)
	large, most := `"`+strings.Repeat("x", maxInline)+`"`, strings.Repeat("y", 2<<20)
	r.stream(historyBody(0, `{"_step":0,"loss":1,"large":`+large+`}`))
	r.stream(`{"files":{"output.log":{"offset":0,"content":["` + most + `"]}}}`)
	r.upsert(map[string]any{"name": "a", "project": "p q", "config": `{"c":{"value":` + large + `},"d":{"value":1}}`})
	events := r.telemetry(1)
	if got := types(events); got != "state_changed values points console config_set" {
		t.Fatalf("%s", got)
	}
	var row, config map[string]any
	if err := json.Unmarshal(events[1].GetRunValues().Rows[0].Json, &row); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(events[4].GetRunConfigSet().Json, &config); err != nil {
		t.Fatal(err)
	}
	for _, ref := range []any{row["large"], config["c"]} {
		content, err := r.wandb.Blobs.Open(t.Context(), at(ref, "sha256").(string))
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := io.ReadAll(content); string(got) != large || at(ref, "_type") != SpilledType {
			t.Fatalf("%v", ref)
		}
		content.Close()
	}
	if got := events[3].GetRunConsole().Lines[0].Text; !strings.HasPrefix(got, most[:maxInline]+" …") {
		t.Fatalf("%d bytes of output", len(got))
	}
}

func TestOddLinesAreCounted(t *testing.T) {
	r := started(t)
	r.stream(`{"files":{"wandb-history.jsonl":{"offset":0,"content":["x"]},"wandb-events.jsonl":{"offset":0,"content":["y","{\"s\":\"t\"}"]},
		"wandb-summary.json":{"offset":0,"content":["[]"]},"what":{"offset":0,"content":["",""]}}}`)
	for what, want := range map[string]float64{"history_unparsed": 1, "events_unparsed": 1, "events_not_numeric": 1, "summary_unparsed": 1, "unknown_file": 2} {
		if got := testutil.ToFloat64(r.wandb.metrics.odd.WithLabelValues(what)); got != want {
			t.Errorf("%s: %v", what, got)
		}
	}
	events := r.telemetry(1)
	diff(t, bodies(events[1:])[0].GetRunValues().Rows[0].Json, []byte(`{"_unparsed":"x"}`))
}

// A run's end is answered when it can be read.
func TestEndWaitsForTheTables(t *testing.T) {
	r := started(t)
	r.held = true
	before := r.board.Reached(progress.Runs)
	answered := make(chan struct{})
	go func() {
		defer close(answered)
		r.stream(`{"complete":true,"exitcode":0}`)
	}()
	part := event.Partition(1, r.cat.Partitions())
	for { // until the end is in the log
		end, err := r.log.Bounds(t.Context(), eventlog.Telemetry, part)
		if err != nil {
			t.Fatal(err)
		}
		if end.Next > before.Telemetry[part] {
			select {
			case <-answered:
				t.Fatal("answered before the tables had it")
			default:
			}
			r.board.Advance(progress.Runs, part, end.Next)
			break
		}
		runtime.Gosched()
	}
	<-answered
	if got := testutil.ToFloat64(r.wandb.metrics.waits.WithLabelValues("reached")); got != 1 {
		t.Fatalf("%v waits", got)
	}
}

// If the tables don't come, the end is answered all the same, and counted.
func TestWaitIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &Server{Options: Options{Board: progress.NewBoard()}, metrics: newMetrics(nil)}
		var pos position.Position
		pos.Reach(0, 7)
		begin := time.Now()
		s.waitFor(t.Context(), pos)
		if d := time.Since(begin); d != tableWait {
			t.Fatalf("waited %v", d)
		}
		if got := testutil.ToFloat64(s.metrics.waits.WithLabelValues("given_up")); got != 1 {
			t.Fatalf("%v", got)
		}
	})
}

func TestStreamKeepsToTheRateOfItsKey(t *testing.T) {
	r := started(t)
	now := time.UnixMilli(1_700_000_000_000)
	r.wandb.Writer = writer{ingest.NewWriter(ingest.Options{Log: r.log, Catalog: r.cat, Limits: ingest.Limits{KeyPoints: 2}, Clock: func() time.Time { return now }}), r}
	line := func(step int) string {
		return historyBody(step, `{"_step":`+strconv.Itoa(step)+`,"a":1,"b":2,"c":3,"d":4,"e":5}`)
	}
	r.stream(line(0)) // more than a second's worth, once
	if status, h, text := r.do("POST", streamPath, testKey, line(1)); status != 429 || h.Get("Retry-After") != "2" || !strings.Contains(text, "points a second") {
		t.Fatalf("%d after %q s: %s", status, h.Get("Retry-After"), text)
	}
	now = now.Add(2 * time.Second)
	r.stream(line(1))
}
