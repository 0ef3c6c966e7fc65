package survival

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"runledger/catalog"
	"runledger/internal/testenv"
)

// groups are runs that are only ever deleted, moved and tagged together, in one action:
// whatever is undone, each has one state.
type groups struct {
	*stage
	n, size int
}

func (g *groups) ids(group int) string {
	var out []string
	for i := range g.size {
		out = append(out, fmt.Sprintf("%q", g.runs[group*g.size+i]))
	}
	return "[" + strings.Join(out, ",") + "]"
}

func (g *groups) act(ctx context.Context, p *person) {
	at, ids := g.project(p), g.ids(p.r.IntN(g.n))
	switch p.r.IntN(13) {
	case 0:
		p.do(ctx, http.MethodPost, at+"/runs:delete", `{"runs":`+ids+`}`)
	case 1:
		p.do(ctx, http.MethodPost, at+"/runs:undelete", `{"runs":`+ids+`}`)
	case 2, 3:
		p.do(ctx, http.MethodPost, at+"/runs:tag", fmt.Sprintf(`{"runs":%s,"add":["t%d"],"remove":["t%d"]}`, ids, p.r.IntN(5), p.r.IntN(5)))
	case 4:
		p.do(ctx, http.MethodPost, at+"/runs:move", fmt.Sprintf(`{"runs":%s,"project":%q}`, ids, pick(p.r, g.projects)))
	case 5, 6: // others' work on single runs, which stands in no undo's way
		p.do(ctx, http.MethodPatch, at+"/runs/"+pick(p.r, g.runs), fmt.Sprintf(`{"notes":"note %d"}`, p.r.IntN(100)))
	case 7, 8:
		p.do(ctx, http.MethodPost, at+"/undo", "{}")
	case 9:
		p.do(ctx, http.MethodPost, at+"/redo", "{}")
	default:
		g.undoAny(ctx, p)
	}
}

// undoAny undoes what somebody did not long ago.
func (g *groups) undoAny(ctx context.Context, p *person) {
	g.mu.Lock()
	recent := g.made["action"]
	g.mu.Unlock()
	if n := len(recent); n > 0 {
		at, action, _ := strings.Cut(recent[n-1-p.r.IntN(min(n, 12))], " ")
		p.do(ctx, http.MethodPost, at+"/undo", `{"action":`+action+`}`)
	}
}

// acts is act that tells others what there is to undo.
func (g *groups) acts(ctx context.Context, p *person) {
	before := len(p.done())
	g.act(ctx, p)
	if done := p.done(); len(done) > before && done[before].Action != 0 {
		d := done[before]
		at := strings.Join(strings.Split(d.path, "/")[:6], "/")
		at, _, _ = strings.Cut(at, "/runs")
		g.note("action", fmt.Sprintf("%s %d", at, d.Action))
	}
}

// whole looks at the fold after each action: no group may be in two states.
func (g *groups) whole(t *testing.T) func(r catalog.Record, s *catalog.State) {
	byID := map[string]int{}
	for i, id := range g.runs {
		byID[id] = i / g.size
	}
	undos := 0
	t.Cleanup(func() { t.Logf("%d undos and redos were looked at", undos) })
	return func(r catalog.Record, s *catalog.State) {
		if r.Event.GetActionUndone() != nil {
			undos++
		}
		if r.Event == nil || !strings.HasPrefix(r.Event.Type, "runs.") && r.Event.GetActionUndone() == nil {
			return
		}
		is := map[int]string{}
		for no := catalog.RunNo(1); s.RunByNo(no) != nil; no++ {
			run := s.RunByNo(no)
			state := fmt.Sprint(run.Project, run.Deleted, run.Tags)
			if was, ok := is[byID[run.ID]]; ok && was != state {
				t.Errorf("action %d (%s) left group %d in two states: %s and %s", r.Offset, r.Event.Type, byID[run.ID], was, state)
			}
			is[byID[run.ID]] = state
		}
	}
}

// watched asks the server for the trash again and again: it has all of a group, or none.
func (g *groups) watched(ctx context.Context, t *testing.T, p *person) {
	for ; ctx.Err() == nil; rest(ctx, 20*time.Millisecond) {
		_, text := p.get(ctx, "/api/v1/projects/"+team+"/"+pick(p.r, g.projects)+"/trash?limit=1000")
		var trash struct {
			Runs []struct {
				ID   string
				Tags []string
			}
		}
		if json.Unmarshal(text, &trash) != nil {
			continue // ctx has ended
		}
		count, tags := make([]int, g.n), map[int][]string{}
		for _, run := range trash.Runs {
			group := slices.Index(g.runs, run.ID) / g.size
			if was, ok := tags[group]; ok && !slices.Equal(was, run.Tags) {
				t.Errorf("group %d is half undone: tags %v and %v", group, was, run.Tags)
			}
			tags[group] = run.Tags
			count[group]++
		}
		for group, n := range count {
			if n != 0 && n != g.size {
				t.Errorf("group %d is half undone: %d of %d runs are in the trash", group, n, g.size)
			}
		}
	}
}

// TestUndoUnderFire lets people undo and redo each other's work while the server is
// killed: an undo is done to all that its action changed, or to nothing.
func TestUndoUnderFire(t *testing.T) {
	t.Parallel()
	seed, kills, crew := testenv.Seed(t), 2, 8
	if *long {
		kills, crew = 30, 16
	}
	r := rand.New(rand.NewPCG(seed, 0))
	s := testenv.StartRunledger(t, testenv.RunledgerOptions{})
	people := newPeople(crew, seed, s.URL)
	g := &groups{n: 4, size: 10}
	g.stage = newStage(t, s.URL, s.URL, s.Key, people, 1, g.n*g.size)
	for _, name := range []string{"p1", "p2"} {
		if a := ask(t, http.MethodPost, s.URL+"/api/v1/projects", s.Key, fmt.Sprintf(`{"entity":%q,"name":%q,"privacy":"team"}`, team, name)); a.status/100 != 2 {
			t.Fatalf("%d %s", a.status, a.body)
		}
		g.projects = append(g.projects, name)
	}
	c := startCrowd(t, people, g.acts)
	eye := newPerson("admin", seed, s.URL)
	eye.key = s.Key
	watching := startCrowd(t, []*person{eye}, func(ctx context.Context, p *person) { g.watched(ctx, t, p) })
	for range kills {
		c.goesOn(t, 15)
		rest(t.Context(), time.Duration(r.IntN(300))*time.Millisecond)
		s.Kill()
		if err := s.Restart(t); err != nil {
			t.Fatal(err)
		}
	}
	c.goesOn(t, 15)
	c.stop(t)
	watching.last()
	watching.stop(t)
	survived(t, s, g.stage, people)
	everythingUndone(t, g.stage, people)
	s.Stop(t)
	l := readLedger(t, s, g.whole(t))
	l.keeps(t, people)
}

// everythingUndone lets each person undo until there's nothing left, or something
// stands in the way: the stacks end.
func everythingUndone(t *testing.T, w *stage, people []*person) {
	t.Helper()
	undone, blocked := 0, 0
	for _, p := range people {
		for _, project := range w.projects {
			at, most := "/api/v1/projects/"+team+"/"+project+"/undo", len(p.done())
			for n := 0; ; n++ {
				d := p.do(t.Context(), http.MethodPost, at, "{}")
				if d.ok() && n <= most {
					undone++
					continue
				}
				if d.Code != "conflict" && d.status/100 != 4 || n > most {
					t.Errorf("undo %d: %s", n, d)
				}
				if !strings.Contains(string(d.text), "nothing of yours") {
					blocked++
				}
				break
			}
		}
	}
	t.Logf("%d more were undone in the end; something stood in the way of %d", undone, blocked)
}
