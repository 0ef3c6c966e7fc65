package survival

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"

	"runledger/internal/position"
)

// stage is what a crowd acts on: a team's projects with some runs. It remembers what
// people made, for others to change.
type stage struct {
	projects, runs []string
	names          []string          // of people
	begun          position.Position // includes the runs' first points

	mu   sync.Mutex
	made map[string][]string // paths of parts by kind
}

const (
	team  = "crew"
	admin = "admin"
)

// newStage makes the people, their team, its projects and runs. The admin's key is the
// server's; runs are logged at ingest.
func newStage(t *testing.T, url, ingest, key string, people []*person, projects, runs int) *stage {
	t.Helper()
	w := &stage{made: map[string][]string{}}
	must := func(a answer) {
		t.Helper()
		if a.status/100 != 2 {
			t.Fatalf("%d %s", a.status, a.body)
		}
	}
	var members []string
	for i, p := range people {
		must(ask(t, http.MethodPost, url+"/api/v1/users", key, fmt.Sprintf(`{"name":%q,"api_key":%q}`, p.name, p.key)))
		members = append(members, fmt.Sprintf(`{"user":%q,"role":%q}`, p.name, []string{"admin", "member"}[i%2]))
		w.names = append(w.names, p.name)
	}
	must(ask(t, http.MethodPost, url+"/api/v1/teams", key, fmt.Sprintf(`{"name":%q,"members":[%s]}`, team, strings.Join(members, ","))))
	for i := range projects {
		w.projects = append(w.projects, fmt.Sprintf("p%d", i))
		must(ask(t, http.MethodPost, url+"/api/v1/projects", key, fmt.Sprintf(`{"entity":%q,"name":%q,"privacy":"team"}`, team, w.projects[i])))
	}
	for i := range runs {
		w.runs = append(w.runs, fmt.Sprintf("r%d", i))
		a := ask(t, http.MethodPost, ingest+"/api/v1/ingest", key, fmt.Sprintf(`{"project":"%s/%s","run":%q,"step":1,"metrics":{"a":%d,"train/b":2}}`, team, w.projects[i%projects], w.runs[i], i))
		must(a)
		var reply struct{ Position string }
		if err := json.Unmarshal(a.body, &reply); err != nil {
			t.Fatal(err)
		}
		at, err := position.Parse(reply.Position)
		if err != nil {
			t.Fatal(err)
		}
		w.begun = position.Max(w.begun, at)
	}
	return w
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// part is a path of a kind that somebody made; "" if there's none yet.
func (w *stage) part(r *rand.Rand, kind string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.made[kind]) == 0 {
		return ""
	}
	return pick(r, w.made[kind])
}

func (w *stage) note(kind, path string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.made[kind] = append(w.made[kind], path)
}

// make is a change that makes a part.
func (w *stage) make(ctx context.Context, p *person, kind, path, body, at string) {
	if d := p.do(ctx, http.MethodPost, path, body); d.ok() && d.ID != "" {
		w.note(kind, at+d.ID)
	}
}

// on is a change of a part that somebody made.
func (w *stage) on(ctx context.Context, p *person, kind, method, below, body string) {
	if path := w.part(p.r, kind); path != "" {
		p.do(ctx, method, path+below, body)
	}
}

// act does something that people do.
func (w *stage) act(ctx context.Context, p *person) {
	if p.name == admin {
		w.onUsers(ctx, p)
		return
	}
	[]func(context.Context, *person){w.onRuns, w.onRuns, w.onRuns, w.onWorkspaces, w.onWorkspaces, w.onReports, w.onProjects, w.onPeople, w.onPast, w.onPast, w.onTrash}[p.r.IntN(11)](ctx, p)
}

func (w *stage) project(p *person) string {
	return "/api/v1/projects/" + team + "/" + pick(p.r, w.projects)
}

func (w *stage) onRuns(ctx context.Context, p *person) {
	at, run, n := w.project(p), pick(p.r, w.runs), p.r.IntN(1000)
	one := at + "/runs/" + run
	switch p.r.IntN(11) {
	case 0:
		p.do(ctx, http.MethodPatch, one, fmt.Sprintf(`{"display_name":"name %d"}`, n))
	case 1:
		p.do(ctx, http.MethodPatch, one, fmt.Sprintf(`{"tags":["t%d"],"notes":"note %d"}`, n%5, n))
	case 2:
		p.do(ctx, http.MethodPatch, one, fmt.Sprintf(`{"config":{"lr":%d}}`, n))
	case 3:
		p.do(ctx, http.MethodDelete, one, "")
	case 4:
		p.do(ctx, http.MethodPost, one+"/undelete", "")
	case 5:
		p.do(ctx, http.MethodPost, at+"/runs:tag", fmt.Sprintf(`{"all":true,"add":["all%d"]}`, n%3))
	case 6:
		p.do(ctx, http.MethodPost, at+"/runs:delete", fmt.Sprintf(`{"runs":[%q,%q]}`, run, pick(p.r, w.runs)))
	case 7:
		p.do(ctx, http.MethodPost, at+"/runs:undelete", `{"all":true}`)
	case 8, 9:
		p.do(ctx, http.MethodPost, at+"/runs:move", fmt.Sprintf(`{"runs":[%q],"project":%q}`, run, pick(p.r, w.projects)))
	case 10:
		p.do(ctx, http.MethodPost, one+"/stop", "")
	}
}

func (w *stage) onWorkspaces(ctx context.Context, p *person) {
	at, n := w.project(p)+"/workspaces", p.r.IntN(1000)
	me := at + "/me"
	switch p.r.IntN(11) {
	case 0:
		p.do(ctx, http.MethodPatch, me, fmt.Sprintf(`{"search":"s%d"}`, n))
	case 1:
		w.make(ctx, p, "view", at, fmt.Sprintf(`{"name":"view %d"}`, n), at+"/")
	case 2:
		w.on(ctx, p, "view", http.MethodPatch, "", fmt.Sprintf(`{"max_runs":%d}`, n%50+1))
	case 3:
		w.on(ctx, p, "view", http.MethodDelete, "", "")
	case 4, 5:
		if view := w.part(p.r, "view"); view != "" {
			w.make(ctx, p, "section", view+"/sections", fmt.Sprintf(`{"title":"section %d"}`, n), view+"/sections/")
		}
	case 6:
		w.on(ctx, p, "section", http.MethodPatch, "", fmt.Sprintf(`{"title":"title %d"}`, n))
	case 7:
		w.on(ctx, p, "section", http.MethodDelete, "", "")
	case 8:
		if s := w.part(p.r, "section"); s != "" {
			view, _, _ := strings.Cut(s, "/sections/")
			w.make(ctx, p, "panel", s+"/panels", `{"kind":"line","metrics":["a"]}`, view+"/panels/")
		}
	case 9:
		w.on(ctx, p, "panel", http.MethodPatch, "", fmt.Sprintf(`{"title":"panel %d"}`, n))
	case 10:
		w.on(ctx, p, "panel", http.MethodDelete, "", "")
	}
}

func (w *stage) onReports(ctx context.Context, p *person) {
	at, n := w.project(p)+"/reports", p.r.IntN(1000)
	switch p.r.IntN(12) {
	case 8:
		w.on(ctx, p, "report", http.MethodPost, "/pin", "{}")
	case 9:
		w.on(ctx, p, "report", http.MethodPost, "/unpin", "")
	case 10:
		if r := w.part(p.r, "report"); r != "" {
			w.make(ctx, p, "share", r+"/share", "", r+"/share/")
		}
	case 11:
		w.on(ctx, p, "share", http.MethodDelete, "", "")
	case 0:
		w.make(ctx, p, "report", at, fmt.Sprintf(`{"title":"report %d","live":%t,"blocks":[{"kind":"markdown","text":"words"}]}`, n, n%2 == 0), at+"/")
	case 1:
		w.on(ctx, p, "report", http.MethodPatch, "", fmt.Sprintf(`{"title":"title %d"}`, n))
	case 2:
		w.on(ctx, p, "report", http.MethodDelete, "", "")
	case 3, 4:
		if r := w.part(p.r, "report"); r != "" {
			w.make(ctx, p, "block", r+"/blocks", fmt.Sprintf(`{"kind":"markdown","text":"text %d"}`, n), r+"/blocks/")
		}
	case 5:
		w.on(ctx, p, "block", http.MethodDelete, "", "")
	case 6:
		if r := w.part(p.r, "report"); r != "" {
			w.make(ctx, p, "comment", r+"/comments", fmt.Sprintf(`{"text":"said %d"}`, n), r+"/comments/")
		}
	case 7:
		w.on(ctx, p, "comment", http.MethodDelete, "", "")
	}
}

func (w *stage) onProjects(ctx context.Context, p *person) {
	at, n := w.project(p), p.r.IntN(1000)
	switch p.r.IntN(7) {
	case 0:
		p.do(ctx, http.MethodPatch, at, fmt.Sprintf(`{"description":"about %d"}`, n))
	case 1: // the old name goes on leading there
		p.do(ctx, http.MethodPatch, at, fmt.Sprintf(`{"name":"renamed-%d-%s"}`, n, p.name))
	case 2:
		p.do(ctx, http.MethodPut, at+"/privacy", fmt.Sprintf(`{"level":%q}`, pick(p.r, []string{"team", "public", "open"})))
	case 3:
		if d := p.do(ctx, http.MethodPost, "/api/v1/projects", fmt.Sprintf(`{"entity":%q,"name":"own-%d-%s"}`, team, n, p.name)); d.ok() {
			w.note("project", fmt.Sprintf("/api/v1/projects/%s/own-%d-%s", team, n, p.name))
		}
	case 4:
		w.on(ctx, p, "project", http.MethodDelete, "", "")
	case 5:
		w.on(ctx, p, "project", http.MethodPost, "/undelete", "")
	case 6:
		p.do(ctx, http.MethodPatch, at+"/settings", fmt.Sprintf(`{"set":{"column.x":"summary.%d"}}`, n))
	}
}

func (w *stage) onPeople(ctx context.Context, p *person) {
	n := p.r.IntN(1000)
	switch p.r.IntN(7) {
	case 0:
		if d := p.do(ctx, http.MethodPost, "/api/v1/teams", fmt.Sprintf(`{"name":"t-%d-%s"}`, n, p.name)); d.ok() {
			w.note("team", fmt.Sprintf("/api/v1/teams/t-%d-%s", n, p.name))
		}
	case 1:
		w.on(ctx, p, "team", http.MethodPut, "/members/"+pick(p.r, w.names), fmt.Sprintf(`{"role":%q}`, pick(p.r, []string{"viewer", "member", "admin"})))
	case 2:
		w.on(ctx, p, "team", http.MethodDelete, "/members/"+pick(p.r, w.names), "")
	case 3:
		p.do(ctx, http.MethodPatch, "/api/v1/me/settings", fmt.Sprintf(`{"save_code":%t}`, n%2 == 0))
	case 4:
		if d := p.do(ctx, http.MethodPost, "/api/v1/me/keys", fmt.Sprintf(`{"label":"key %d"}`, n)); d.ok() && d.ID != "" {
			w.note("key of "+p.name, "/api/v1/me/keys/"+d.ID)
		}
	case 5:
		w.on(ctx, p, "key of "+p.name, http.MethodDelete, "", "")
	case 6:
		p.do(ctx, http.MethodPut, w.project(p)+"/access/"+pick(p.r, w.names), fmt.Sprintf(`{"role":%q}`, pick(p.r, []string{"viewer", "member"})))
	}
}

// onTrash erases what is made for that.
func (w *stage) onTrash(ctx context.Context, p *person) {
	at, n := w.project(p), len(p.done())
	switch p.r.IntN(4) {
	case 0:
		run := fmt.Sprintf("doomed-%s-%d", p.name, n)
		p.do(ctx, http.MethodPost, fmt.Sprintf("/api/v1/ingest?writer=%s&seq=0", run), fmt.Sprintf(`{"project":"%s/%s","run":%q,"step":1,"metrics":{"a":1}}`, team, pick(p.r, w.projects), run))
		w.note("doomed", run)
	case 1:
		if run := w.part(p.r, "doomed"); run != "" {
			p.do(ctx, http.MethodPost, at+"/runs:delete", fmt.Sprintf(`{"runs":[%q]}`, run))
		}
	case 2:
		if run := w.part(p.r, "doomed"); run != "" {
			p.do(ctx, http.MethodPost, at+"/runs:purge", fmt.Sprintf(`{"runs":[%q]}`, run))
		}
	case 3:
		if project := w.part(p.r, "project"); project != "" {
			_, name, _ := strings.Cut(project, team+"/")
			p.do(ctx, http.MethodPost, project+"/purge?confirm="+name, "")
		}
	}
}

// onUsers is an administrator's work, on users that nobody is.
func (w *stage) onUsers(ctx context.Context, p *person) {
	n := len(p.done())
	switch p.r.IntN(7) {
	case 0, 1:
		if d := p.do(ctx, http.MethodPost, "/api/v1/users", fmt.Sprintf(`{"name":"guest-%d"}`, n)); d.ok() {
			w.note("guest", fmt.Sprintf("/api/v1/users/guest-%d", n))
		}
	case 2:
		w.on(ctx, p, "guest", http.MethodPatch, "", fmt.Sprintf(`{"email":"%d@example.org"}`, n))
	case 3:
		w.on(ctx, p, "guest", http.MethodPost, "/keys", fmt.Sprintf(`{"label":"key %d"}`, n))
	case 4:
		w.on(ctx, p, "guest", http.MethodPost, "/login", "{}")
	case 5:
		w.on(ctx, p, "guest", http.MethodDelete, "", "")
	case 6:
		if all := p.done(); n > 0 && all[n-1].Action != 0 { // not the crowd's own beginnings
			p.do(ctx, http.MethodPost, "/api/v1/undo", fmt.Sprintf(`{"action":%d}`, all[n-1].Action))
		}
	}
}

// onPast undoes and redoes: the last of one's own, or what anybody did.
func (w *stage) onPast(ctx context.Context, p *person) {
	at := w.project(p)
	switch p.r.IntN(8) {
	case 0, 1:
		p.do(ctx, http.MethodPost, at+"/undo", "{}")
	case 2:
		p.do(ctx, http.MethodPost, at+"/redo", "{}")
	case 3:
		p.do(ctx, http.MethodPost, "/api/v1/undo", "{}")
	case 4:
		p.do(ctx, http.MethodPost, "/api/v1/redo", "{}")
	case 5:
		w.on(ctx, p, "view", http.MethodPost, "/undo", "{}")
	case 6, 7:
		var last deed
		for _, d := range p.done() {
			if d.Action != 0 && strings.HasPrefix(d.path, at) {
				last = d
			}
		}
		if last.Action != 0 {
			p.do(ctx, http.MethodPost, at+"/undo", fmt.Sprintf(`{"action":%d}`, last.Action))
		}
	}
}
