package routes

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"runledger/internal/position"
)

// entry is a row of the audit trail.
type entry struct {
	Offset  uint64          `json:"offset"`
	Type    string          `json:"type"`
	Actor   string          `json:"actor"`
	Kind    string          `json:"actor_kind"`
	Key     string          `json:"key"`
	Outcome string          `json:"outcome"`
	Cause   string          `json:"cause"`
	Before  json.RawMessage `json:"before"`
	After   json.RawMessage `json:"after"`
}

// change is a request that was made, and between which offsets of the log of actions.
type change struct {
	what     string
	who      Role
	makes    string
	from, to uint64
}

// withoutFields are changes of which the trail has no field, with the reason.
var withoutFields = map[string]string{
	"user.login_issued.v1": "a secret", "user.login_used.v1": "a secret", "user.signed_out.v1": "sessions aren't listed",
	"user.password_set.v1": "a secret", "report.shared.v1": "a secret",
}

// Every change makes exactly one event, of the type that the table says, and the audit
// trail has it with who and what.
func TestNoSilentChange(t *testing.T) {
	s := running(t)
	w := newWorld(t, s, "team", "private")
	ops := describe(t, s.URL)
	var made []change
	types := map[string]bool{}
	for _, r := range Table() {
		if r.Method == "GET" || r.May == Nobody {
			continue
		}
		if (r.Makes == "") == (r.Silent == "") {
			t.Errorf("%s %s: the table says neither or both, an event and why there's none", r.Method, r.Path)
		}
		types[r.Makes] = true
		made = append(made, w.change(t, ops, r)...)
	}
	w.inTheTrail(t, made)
	t.Logf("answers of %d operations are as described", len(ops.schemas.seen))
	t.Logf("%d changes by %d kinds of event", len(made), len(types))
}

// change makes a route's sample as the least who may, and takes it back.
func (w *world) change(t *testing.T, ops description, r Route) []change {
	t.Helper()
	who := Lead
	if r.May == Admin || r.May == Operator || r.May == Raise {
		who = Root
	}
	words := w.words(who, "team")
	req := r.sample(t, words, w.keys[who])
	if r.May == Public || r.May == Token {
		req.key = ""
	}
	from := w.next()
	a := w.call(req)
	ops.conform(t, r, a)
	c := change{what: req.method + " " + req.path + brief(r), who: who, makes: r.Makes, from: from, to: w.next()}
	if bytes.Contains(a.Body, []byte(`"errors"`)) && a.Status != 501 {
		t.Errorf("%s: %d %.300s", c.what, a.Status, a.Body)
	}
	if !a.ok() && a.Status != 501 && (a.Status != 409 || r.Path != "/api/v1/admin/jobs") { // 409: there's a job already
		t.Errorf("%s: %d %.300s", c.what, a.Status, a.Body)
	}
	made := []change{c}
	if undo, ok := undoOf(t, r, words, req, a); ok {
		if b := w.call(undo); b.ok() {
			made = append(made, change{what: undo.path + " " + c.what, who: who, makes: "action.undone.v1", from: c.to, to: w.next()})
		} else if b.Status != 409 || !strings.Contains(string(b.Body), `"final"`) {
			t.Errorf("undo of %s: %d %.300s", c.what, b.Status, b.Body)
		}
	}
	return made
}

// next is where the next action comes in the log.
func (w *world) next() uint64 {
	w.t.Helper()
	at := w.at["private"] // is there even while the team is deleted
	a := w.must(Root, "GET", "/api/v1/projects/"+at["entity"]+"/"+at["target"]+"/reports?limit=1", "")
	p, err := position.Parse(a.text("position"))
	if err != nil {
		w.t.Fatalf("%s: %v", a.Body, err)
	}
	return p.Actions
}

// inTheTrail looks for each change in the audit trail.
func (w *world) inTheTrail(t *testing.T, made []change) {
	t.Helper()
	last := position.Position{Actions: w.next()}
	text := w.must(Root, "GET", "/api/v1/audit?format=ndjson&outcome=accepted&wait_for="+last.String(), "").Body
	by := map[uint64]entry{}
	for line := range strings.Lines(string(text)) {
		var e entry
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		by[e.Offset] = e
	}
	names := map[Role]string{Lead: w.all["lead"], Root: "admin"}
	for _, c := range made {
		var found []string
		for off := c.from; off < c.to; off++ {
			e, ok := by[off]
			if !ok || e.Type == "key.used.v1" { // once an hour, by the program
				continue
			}
			found = append(found, e.Type)
			if e.Actor != names[c.who] && e.Actor != w.all["signer"] || e.Kind != "user" && e.Kind != "trainer" {
				t.Errorf("%s: the trail says it was %s %q", c.what, e.Kind, e.Actor)
			}
			if (string(e.Before) == "{}" || string(e.Before) == "null") && (string(e.After) == "{}" || string(e.After) == "null") && withoutFields[e.Type] == "" {
				t.Errorf("%s: %s: the trail doesn't say what changed", c.what, e.Type)
			}
		}
		want := fmt.Sprint([]string{c.makes})
		if c.makes == "" {
			want = "[]"
		}
		if got := fmt.Sprint(found); got != want {
			t.Errorf("%s: the trail has %s, want %s", c.what, got, want)
		}
	}
}
