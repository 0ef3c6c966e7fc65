package requirements

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"runledger/eventlog"
	"runledger/internal/position"
	"runledger/internal/testenv"
)

// TestThePastIsWhatACutLogSays makes a random history on a server of its own, asks for
// the past at some positions, and compares with servers on copies of the log that end
// there. RUNLEDGER_TEST_SEED repeats a history.
func TestThePastIsWhatACutLogSays(t *testing.T) {
	seed := testenv.Seed(t)
	r := rand.New(rand.NewPCG(seed, 1))
	data := filepath.Join(t.TempDir(), "data")
	s := testenv.StartRunledger(t, testenv.RunledgerOptions{Data: data})
	h := &history{cast: castOn(t, s, "ann", "bob"), r: r}
	var asked []string
	past := map[string]map[string]any{}
	for step := range 120 {
		h.act()
		if step%40 == 39 {
			at := h.ok("admin", "GET", h.At+"/runs?limit=1&wait_for="+h.last, nil).text("position")
			asked = append(asked, at)
		}
	}
	for i, at := range asked {
		at = h.ok("ann", "GET", h.At+"/runs?limit=1&as_of="+at, nil).text("position") // with all partitions
		asked[i], past[at] = at, h.read("&as_of="+at)
	}
	s.Stop(t)
	for _, at := range asked {
		cut := filepath.Join(t.TempDir(), "cut")
		cutLog(t, data, cut, at)
		c := testenv.StartRunledger(t, testenv.RunledgerOptions{Data: cut})
		there := &history{cast: h.on(t, c), r: r}
		now := there.read("&wait_for=" + at)
		if diff := cmp.Diff(now, past[at]); diff != "" {
			t.Errorf("seed %d, position %s: the cut log (-) and the past (+) differ:\n%s", seed, at, diff)
		}
		c.Stop(t)
	}
	t.Logf("seed %d: %d actions and requests, %d positions, %d answers each", seed, 120, len(asked), len(h.paths()))
}

// history is a random one.
type history struct {
	*cast
	r    *rand.Rand
	last string // position of the last change
	runs int
}

func (h *history) act() {
	h.t.Helper()
	run := fmt.Sprint("r", h.r.IntN(6))
	who := "ann"
	change := func(method, path string, body any) {
		if a := h.do(who, method, h.At+path, body); a.Status/100 == 2 && a.text("position") != "" {
			h.last = a.text("position")
		} else if a.Status >= 500 {
			h.t.Fatalf("%s %s: %d %.300s", method, path, a.Status, a.Text)
		}
	}
	switch h.r.IntN(12) {
	case 0, 1, 2, 3:
		line := obj{"project": h.Entity + "/" + h.Project, "run": run, "step": h.r.IntN(30), "metrics": obj{"train/loss": h.r.Float64(), fmt.Sprint("m", h.r.IntN(4)): h.r.IntN(9)}}
		text, err := json.Marshal(line)
		if err != nil {
			h.t.Fatal(err)
		}
		if a := h.do("ann", "POST", "/api/v1/ingest", string(text)); a.Status == 202 {
			h.last = a.text("position")
		}
	case 4:
		change("PATCH", "/runs/"+run, obj{"display_name": fmt.Sprint("name ", h.r.IntN(99)), "tags": []string{fmt.Sprint("t", h.r.IntN(3))}})
	case 5:
		change("POST", "/runs:delete", obj{"runs": []string{run}})
	case 6:
		change("POST", "/runs:undelete", obj{"all": true})
	case 7:
		if next := h.ok(who, "GET", h.At+"/undo", nil); next.text("undo", "type") != "project.created.v1" {
			change("POST", "/undo", obj{})
		}
	case 8:
		change("POST", "/workspaces/me/sections", obj{"title": fmt.Sprint("section ", h.r.IntN(9))})
	case 9:
		change("PATCH", "/workspaces/me", obj{"search": fmt.Sprint(h.r.IntN(9)), "visibility": obj{run: h.r.IntN(2) == 0}})
	case 10:
		change("PUT", "/privacy", obj{"level": []string{"private", "public", "open"}[h.r.IntN(3)]})
	case 11:
		change("PATCH", "", obj{"description": fmt.Sprint("text ", h.r.IntN(9))})
	}
}

func (h *history) paths() []string {
	return []string{"", "/runs?limit=1000&columns=notes", "/workspaces/me?limit=100", "/workspaces", "/privacy", "/overview", "/trash", "/reports", "/runs/r1/history?limit=1000", "/runs/r2/history?limit=1000", "/access"}
}

// read asks for everything as the one whose project it is, and leaves out what depends
// on the moment of asking.
func (h *history) read(query string) map[string]any {
	h.t.Helper()
	out := map[string]any{}
	for _, path := range h.paths() {
		sep := "?"
		if slices.Contains([]byte(path), '?') {
			sep = "&"
		}
		q := query[1:]
		if query[:6] == "&wait_" && !takesWait(path) {
			q = ""
		}
		a := h.do("ann", "GET", h.At+path+sep+q, nil)
		out[path] = []any{a.Status, timeless(a.at())}
	}
	a := h.do("ann", "POST", h.At+"/charts?"+query[1:], obj{"metrics": []string{"train/loss", "m1"}, "axis": "step", "buckets": 50})
	out["charts"] = []any{a.Status, timeless(a.at())}
	return out
}

// takesWait: reads of the tables can wait; the others are the catalog's, which is there.
func takesWait(path string) bool {
	return path != "" && path != "/privacy" && path != "/trash" && path != "/reports" && path != "/access" && path != "/workspaces" && path != "/workspaces/me?limit=100"
}

// timeless leaves out of an answer what says when it was asked for, and what the past
// has to a minute only.
func timeless(v any) any {
	return testenv.Timeless(v, "position", "as_of", "seconds", "last_active", "total_compute_seconds", "state", "states", "purged", "request_id", "detail", "hint", "at", "points", "first_step", "last_step", "took_ms")
}

// cutLog copies a stopped server's log to a new data folder, up to a position.
func cutLog(t *testing.T, from, to, at string) {
	t.Helper()
	p, err := position.Parse(at)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(to, 0o750); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"log", "blobs"} {
		if err := os.CopyFS(filepath.Join(to, name), os.DirFS(filepath.Join(from, name))); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"FORMAT", "signing.key"} {
		text, err := os.ReadFile(filepath.Join(from, name))
		if err == nil {
			err = os.WriteFile(filepath.Join(to, name), text, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	log, err := eventlog.OpenRewriting(filepath.Join(to, "log"), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	err = log.Cut(eventlog.Actions, 0, p.Actions)
	for part, next := range p.Telemetry {
		if err == nil {
			err = log.Cut(eventlog.Telemetry, part, next)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := log.Close(); err != nil {
		t.Fatal(err)
	}
}
