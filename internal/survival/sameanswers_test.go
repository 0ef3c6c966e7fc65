package survival

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"runledger/internal/position"
	"runledger/internal/testenv"
)

// looks are the questions about a stage whose answers are compared.
func (w *stage) looks() []string {
	out := []string{"/api/v1/projects?limit=1000", "/api/v1/trash", "/api/v1/teams", "/api/v1/users", "/api/v1/me/settings", "/api/v1/me"}
	for _, p := range w.projects {
		at := "/api/v1/projects/" + team + "/" + p
		for _, path := range []string{"", "/runs?limit=1000&columns=notes", "/trash", "/privacy", "/access", "/settings", "/overview", "/workspaces",
			"/workspaces/me?limit=100", "/reports", "/undo", "/workspaces/me/undo", "/audit?limit=10000"} {
			out = append(out, at+path)
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, view := range slices.Compact(slices.Clone(w.made["view"])) {
		out = append(out, view, view+"/sections", view+"/panels", view+"/undo")
	}
	for _, report := range w.made["report"] {
		out = append(out, report, report+"/comments")
	}
	return out
}

// answersOf reads all of them as each of some people, once the tables have everything
// that the people were told of.
func (w *stage) answersOf(t *testing.T, url string, people []*person) map[string]any {
	t.Helper()
	end := w.latest(people)
	sweptUp(t, url, people)
	for _, p := range w.projects {
		eventually(t, patience, func() string {
			a := ask(t, http.MethodGet, url+"/api/v1/projects/"+team+"/"+p+"/runs?limit=1&wait_for="+end, people[0].key, "")
			if moved := a.header.Get("Location"); a.status/100 == 3 && moved != "" {
				a = ask(t, http.MethodGet, moved, people[0].key, "")
			}
			if a.status != http.StatusOK {
				return fmt.Sprintf("%d %s", a.status, a.body)
			}
			return ""
		})
	}
	out := map[string]any{}
	for _, p := range people[:2] {
		for _, path := range w.looks() {
			a := ask(t, http.MethodGet, url+path+waiting(path, end), p.key, "")
			if a.status >= 500 || a.status == 0 {
				t.Errorf("GET %s: %d %s", path, a.status, a.body)
			}
			var v any
			_ = json.Unmarshal(a.body, &v) // compared as text else
			out[p.name+" "+path] = []any{a.status, timeless(v)}
		}
	}
	return out
}

// sweptUp waits until what was purged is gone.
func sweptUp(t *testing.T, url string, people []*person) {
	t.Helper()
	for _, p := range people {
		for _, d := range p.done() {
			if d.status != http.StatusAccepted || d.Action == 0 {
				continue
			}
			eventually(t, patience, func() string {
				a := ask(t, http.MethodGet, fmt.Sprintf("%s/api/v1/purges/%d", url, d.Action), p.key, "")
				if a.status != http.StatusOK || !strings.Contains(string(a.body), `"removed":true`) {
					return fmt.Sprintf("purge %d: %d %s", d.Action, a.status, a.body)
				}
				return ""
			})
		}
	}
}

// waiting is the parameter by which reads of a workspace include all of the tables: which
// metrics there are is remembered for moments.
func waiting(path, end string) string {
	_, below, ok := strings.Cut(path, "/workspaces/")
	switch {
	case !ok || strings.HasSuffix(below, "/undo"):
		return ""
	case strings.Contains(below, "?"):
		return "&wait_for=" + end
	}
	return "?wait_for=" + end
}

// latest is the position that includes all that people were told of: actions, and what
// they logged.
func (w *stage) latest(people []*person) string {
	end := w.begun
	for _, p := range people {
		for _, d := range p.done() {
			if at, err := position.Parse(d.Position); d.Position != "" && err == nil {
				end = position.Max(end, at)
			}
		}
	}
	return end.String()
}

// timeless leaves out what depends on the moment of asking.
func timeless(v any) any {
	return testenv.Timeless(v, "position", "request_id", "last_used", "last_active", "total_compute_seconds", "state", "states", "seconds", "took_ms")
}

// sameAnswers compares two sets of answers.
func sameAnswers(t *testing.T, what string, a, b map[string]any) {
	t.Helper()
	if diff := cmp.Diff(a, b); diff != "" {
		t.Errorf("%s: answers differ:\n%.4000s", what, diff)
	}
	good := 0
	for _, v := range a {
		if v.([]any)[0] == http.StatusOK {
			good++
		}
	}
	t.Logf("%s: %d answers compared, %d of them 200", what, len(a), good)
	if good < len(a)/3 {
		t.Errorf("%s: most answers are refusals", what)
	}
}
