package routes

import (
	"bytes"
	"flag"
	"fmt"
	"math/rand/v2"
	"regexp"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

var (
	slow = flag.Bool("all", false, "make every permitted question on every level as every role, not a quarter of them")
	seed = flag.Uint64("seed", uint64(time.Now().UnixNano()), "of what is left to chance")
)

// Every route is tried as every role on a project of every level. Who may gets
// something; who sees the project but may not is refused; to everybody else it's as if
// there were no project.
func TestAccess(t *testing.T) {
	s := running(t)
	w := newWorld(t, s, levels...)
	ops := describe(t, s.URL)
	var count counts
	var group sync.WaitGroup
	for i, level := range append([]string{""}, levels...) {
		dice := rand.New(rand.NewPCG(*seed, uint64(i)))
		group.Go(func() {
			for _, r := range Table() {
				if r.ofProject() == (i > 0) {
					w.try(t, dice, r, level, ops, &count)
				}
			}
		})
	}
	group.Wait()
	t.Logf("answers of %d operations are as described, and all problems", len(ops.schemas.seen))
	t.Logf("seed %d: %v", *seed, &count)
	if n := count.all.Load(); n < 4000 {
		t.Errorf("only %d combinations of route, role and level", n)
	}
}

type counts struct{ all, allowed, forbidden, hidden, unauthenticated, alike, skipped atomic.Int64 }

func (c *counts) String() string {
	return fmt.Sprintf("%d combinations of route, role and level: %d allowed (%d questions among them not asked, but by the team's administrator; -all asks), %d refused (403), %d hidden (404, of which %d were compared with a project that isn't there), %d without a valid key (401)",
		c.all.Load(), c.allowed.Load(), c.skipped.Load(), c.forbidden.Load(), c.hidden.Load(), c.alike.Load(), c.unauthenticated.Load())
}

func (c *counts) add(o outcome) {
	c.all.Add(1)
	map[outcome]*atomic.Int64{allowed: &c.allowed, forbidden: &c.forbidden, hidden: &c.hidden, unauthenticated: &c.unauthenticated}[o].Add(1)
}

// asks tells whether a route only asks, which may cost a query.
func (r Route) asks() bool { return r.May == Read && r.Makes == "" && r.Named == "" }

// ofProject routes are tried on every level.
func (r Route) ofProject() bool {
	switch r.May {
	case Read, Submit, Edit, Share, Administer, Restore, Own:
		return true
	}
	return false
}

// try makes a route's sample as each role, in the order of what they may, and takes
// back what it changed.
func (w *world) try(t *testing.T, dice *rand.Rand, r Route, level string, ops description, count *counts) {
	for _, role := range roles {
		want := expect(r.May, role, level)
		if r.Once && want == allowed {
			continue // what it does is tried by TestNoSilentChange
		}
		at := level
		if at == "" {
			at = "team"
		}
		words := w.words(role, at)
		req := r.sample(t, words, w.keys[role])
		if ops.takes(r, "If-Match") && want != forbidden {
			req.ifMatch = `"999999999"` // who may is told 409: nothing changes
		}
		a := w.call(req)
		ops.conform(t, r, a)
		count.add(want)
		if want == allowed && r.asks() && role != Lead && !*slow && dice.IntN(4) > 0 {
			count.skipped.Add(1)
			continue
		}
		who := fmt.Sprintf("%s on %s: %s %s", role, level, req.method, req.path)
		if r.Creates && want == hidden && (role == Viewer || role == Member) {
			want = a.outcome(r, "") // as of a project that they could or couldn't create: that a name is taken can't be hidden
		}
		if got := a.outcome(r, words.fill(t, r.Named)); got != want || a.Status >= 500 && a.Status != 501 {
			t.Errorf("%s %s: %d, want %s: %.300s", who, brief(r), a.Status, want, a.Body)
		}
		if expect(r.May, role, level) == hidden && r.Named == "" && r.ofProject() && !(r.Creates && role == Member) {
			count.alike.Add(1)
			w.asIfAbsent(t, who, r, role, words, req, a)
		}
		w.takeBack(t, r, words, req, a)
	}
}

var requestID = regexp.MustCompile(`"request_id":"[^"]*"`)

// asIfAbsent compares an answer with that about a project that isn't there.
func (w *world) asIfAbsent(t *testing.T, who string, r Route, role Role, words words, req request, a answer) {
	t.Helper()
	none := fmt.Sprintf("absent-%d", unique.Add(1))
	absent := map[string]string{"project": none, "trashed": none, "doomed": none}
	other := r.sample(t, append([]map[string]string{absent}, words...), w.keys[role])
	other.ifMatch = req.ifMatch
	b := w.call(other)
	plain := func(body []byte) []byte {
		for _, name := range []string{words.get(t, "project"), words.get(t, "trashed"), words.get(t, "doomed"), none} {
			body = bytes.ReplaceAll(body, []byte("/"+name), []byte("/NAME"))
		}
		return requestID.ReplaceAll(body, nil)
	}
	if a.Status != b.Status || !bytes.Equal(plain(a.Body), plain(b.Body)) || a.Header.Get("Content-Type") != b.Header.Get("Content-Type") {
		t.Errorf("%s: the answer tells that there is something\n hidden: %d %.300s\n absent: %d %.300s", who, a.Status, a.Body, b.Status, b.Body)
	}
}

// takeBack undoes what a request changed, if that's possible.
func (w *world) takeBack(t *testing.T, r Route, words words, req request, a answer) {
	t.Helper()
	undo, ok := undoOf(t, r, words, req, a)
	if !ok {
		return
	}
	undone := w.call(undo)
	if !undone.ok() && undone.Status != 409 { // 409: it keeps secrets, and can't be undone
		t.Errorf("undo of %s %s: %d %s", req.method, req.path, undone.Status, undone.Body)
	}
}

// undoOf is the request that undoes what a request changed; false if there's none.
func undoOf(t *testing.T, r Route, words words, req request, a answer) (request, bool) {
	t.Helper()
	if r.Makes == "" || r.Creates || r.Once || !a.ok() {
		return request{}, false
	}
	action, sdk := a.number("action"), r.Path == "/graphql" && !bytes.Contains(a.Body, []byte(`"errors"`))
	if action == "" && !(sdk && r.ofProject()) {
		return request{}, false
	}
	undo := request{method: "POST", path: "/api/v1/undo", body: `{"action":` + action + `}`, media: "application/json", key: req.key}
	if action == "" {
		undo.body = `{}` // the last one
	}
	if r.ofProject() {
		project := words.get(t, "project")
		if r.May == Restore {
			project = words.get(t, "trashed")
		}
		undo.path = "/api/v1/projects/" + words.get(t, "entity") + "/" + project + "/undo"
	}
	return undo, true
}

func brief(r Route) string {
	if r.Path == "/graphql" {
		return r.Body
	}
	return ""
}
