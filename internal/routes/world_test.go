package routes

import (
	"cmp"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"runledger/internal/testenv"
)

// Role is who asks, as seen from a project.
type Role string

// The roles, from the least to the most that they may.
const (
	Anonymous   Role = "anonymous"
	Deleted     Role = "deleted user's key"
	Outsider    Role = "outsider"
	Removed     Role = "removed member"
	Viewer      Role = "viewer"
	GuestViewer Role = "guest, viewer"
	GuestMember Role = "guest, member"
	Member      Role = "member"
	Lead        Role = "team admin"
	Root        Role = "administrator"
)

var roles = []Role{Anonymous, Deleted, Outsider, Removed, Viewer, GuestViewer, GuestMember, Member, Lead, Root}

// levels of a project's privacy. The private one is the lead's own, the others are the team's.
var levels = []string{"private", "restricted", "team", "public", "open"}

// world is a team, people of every role, and a project of every level.
type world struct {
	t     testing.TB
	base  string
	keys  map[Role]string
	all   map[string]string            // what is there once
	at    map[string]map[string]string // what is there by level
	own   map[string]map[Role]string   // $ownrun by level and role, and $ownid
	ownID map[string]map[Role]string
	mine  map[Role]string // $spare by role
}

var worlds atomic.Int64

func newWorld(t testing.TB, s *testenv.Runledger, levels ...string) *world {
	t.Helper()
	n := worlds.Add(1)
	w := &world{t: t, base: s.URL, keys: map[Role]string{Root: s.Key},
		all: map[string]string{}, at: map[string]map[string]string{}, own: map[string]map[Role]string{}, ownID: map[string]map[Role]string{}, mine: map[Role]string{}}
	for role, name := range map[Role]string{
		Deleted: "gone", Outsider: "outsider", Removed: "removed", Viewer: "viewer", GuestViewer: "looks", GuestMember: "guest", Member: "member", Lead: "lead",
	} {
		w.all[name] = fmt.Sprintf("%s-%d", name, n)
		w.keys[role] = w.person(w.all[name])
	}
	for _, name := range []string{"victim", "extra", "user", "invited", "signer"} {
		w.all[name] = fmt.Sprintf("%s-%d", name, n)
		w.person(w.all[name])
	}
	w.team(fmt.Sprintf("team-%d", n))
	w.people()
	for _, level := range levels {
		w.project(level, n)
	}
	w.must(Root, "DELETE", "/api/v1/users/"+w.all["gone"], "")
	return w
}

func (w *world) person(name string) string {
	key := strings.Repeat(name+"_", 40)[:40]
	w.must(Root, "POST", "/api/v1/users", fmt.Sprintf(`{"name":%q,"api_key":%q}`, name, key))
	return key
}

func (w *world) team(name string) {
	w.all["team"] = name
	w.must(Lead, "POST", "/api/v1/teams", fmt.Sprintf(`{"name":%q,"members":[%q,%q,{"user":%q,"role":"viewer"},%q]}`,
		name, w.all["member"], w.all["removed"], w.all["viewer"], w.all["extra"]))
	w.must(Lead, "DELETE", "/api/v1/teams/"+name+"/members/"+w.all["removed"], "")
}

// people have a key to spare, a password, a one-time address, and settings that were changed.
func (w *world) people() {
	for role, key := range w.keys {
		a := w.call(request{method: "POST", path: "/api/v1/me/keys", body: `{"label":"spare"}`, media: "application/json", key: key})
		w.mine[role] = a.text("id")
	}
	w.all["leadkey"] = w.made("/api/v1/me/keys", `{"label":"another"}`)
	w.all["password"] = "correct horse battery"
	w.must(Root, "PUT", "/api/v1/users/"+w.all["signer"]+"/password", fmt.Sprintf(`{"new":%q}`, w.all["password"]))
	address := w.must(Root, "POST", "/api/v1/users/"+w.all["signer"]+"/login", `{}`).text("url")
	_, w.all["login"], _ = strings.Cut(address, "token=")
	w.all["elsewhere"] = w.must(Lead, "PATCH", "/api/v1/me/settings", `{"default_privacy":"public"}`).number("action")
	code := w.must(Lead, "PATCH", "/api/v1/me/settings", `{"save_code":true}`).number("action")
	w.all["elseundone"] = w.must(Lead, "POST", "/api/v1/undo", `{"action":`+code+`}`).number("action")
	w.all["job"] = w.job()
}

// must makes a request that has to succeed.
func (w *world) must(who Role, method, path, body string) answer {
	w.t.Helper()
	a := w.call(request{method: method, path: path, body: body, media: "application/json", key: w.keys[who]})
	if !a.ok() {
		w.t.Fatalf("%s: %s %s: %d %s", who, method, path, a.Status, a.Body)
	}
	return a
}

func (w *world) call(r request) answer { w.t.Helper(); return call(w.t, w.base, r) }

// words are those of a role on a project of a level.
func (w *world) words(role Role, level string) words {
	spare := cmp.Or(w.mine[role], "none")
	return words{{"ownrun": w.own[level][role], "ownid": w.ownID[level][role], "spare": spare}, w.at[level], w.all}
}

// job is the newest one.
func (w *world) job() string {
	w.t.Helper()
	w.call(request{method: "POST", path: "/api/v1/admin/jobs", body: `{"kind":"verify"}`, media: "application/json", key: w.keys[Root]}) // 409: one runs
	return between(string(w.must(Root, "GET", "/api/v1/admin/jobs", "").Body), `"id":"`, `"`)
}
