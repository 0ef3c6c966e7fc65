package cataloghttp

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"runledger/catalog"
	"runledger/event/pb"
	"runledger/internal/position"
)

// TestReadsOfThePast: every read of the catalog shows with as_of what it showed then,
// to who may see it now; what was purged since is missing and named.
func TestReadsOfThePast(t *testing.T) {
	c, as := crowd(t, "ann", "bob")
	const p = "/api/v1/projects/ann/p"
	as("ann", 200, "POST", "/api/v1/teams", `{"name":"crew","members":["bob"]}`)
	as("ann", 200, "POST", "/api/v1/projects", `{"name":"p","description":"first"}`)
	as("ann", 200, "PUT", p+"/access/bob", `{"role":"viewer"}`)
	as("ann", 200, "PATCH", p+"/settings", `{"set":{"x":1}}`)
	c.run("ann", "p", "r1")
	c.run("ann", "p", "r2")
	as("ann", 200, "POST", p+"/runs:delete", `{"runs":["r2"]}`)
	reads := []string{p, p + "/privacy", p + "/access", p + "/settings", p + "/trash", "/api/v1/projects", "/api/v1/teams",
		"/api/v1/teams/crew", "/api/v1/me/settings", "/api/v1/trash", "/api/v1/users"}
	then := map[string]string{}
	for _, r := range reads {
		then[r] = said(as("ann", 200, "GET", r, ""))
	}
	position := as("ann", 200, "GET", p, "").text("position")

	as("ann", 200, "PATCH", p, `{"name":"renamed","description":"second"}`)
	as("ann", 200, "PUT", p+"/privacy", `{"level":"public"}`)
	as("ann", 200, "DELETE", p+"/access/bob", "")
	as("ann", 200, "PATCH", p+"/settings", `{"set":{"x":2}}`)
	as("ann", 200, "POST", p+"/runs:undelete", `{"runs":["r2"]}`)
	as("ann", 200, "DELETE", "/api/v1/teams/crew/members/bob", "")
	as("ann", 200, "PATCH", "/api/v1/me/settings", `{"save_code":true}`)
	const q = "/api/v1/projects/ann/renamed"
	for _, r := range reads {
		now := strings.Replace(r, p, q, 1)
		was := as("ann", 200, "GET", now+"?as_of="+position, "")
		if actionsOf(t, was.text("position")) != actionsOf(t, position) {
			t.Errorf("%s: as of %s, asked for %s", r, was.text("position"), position)
		}
		if got := strings.ReplaceAll(said(was), "/renamed/", "/p/"); got != then[r] {
			t.Errorf("%s as of then: %s\nwas %s", r, got, then[r])
		}
	}
	as("bob", 404, "GET", q+"?as_of=AQ", "")
	as("root", 404, "GET", q+"?as_of=AQ", "") // it wasn't there
	as("ann", 422, "GET", q+"?as_of=yesterday", "")
	as("ann", 422, "GET", q+"?as_of=_______________________fw", "")
	as("ann", 422, "GET", q+"?as_of="+strings.Repeat("A", 400), "") // of more partitions than there are
	if far := as("ann", 422, "GET", q+"?as_of=gICAgAE", ""); far.text("code") != "invalid" {
		t.Errorf("%v", far)
	}
	if list := as("ann", 200, "GET", "/api/v1/projects?as_of=2001-01-01T00:00:00Z", ""); len(list["projects"].([]any)) != 0 {
		t.Errorf("%v", list)
	}
	as("ann", 200, "DELETE", q+"?confirm=renamed", "")
	if got := as("ann", 200, "GET", q+"?as_of="+position, ""); got.text("name") != "p" {
		t.Errorf("from the trash: %v", got)
	}
	as("bob", 404, "GET", q+"?as_of="+position, "")
	v, _, err := c.catalog.Do(context.Background(), &pb.Event{Actor: catalog.System(), Body: &pb.Event_ProjectPurged{ProjectPurged: &pb.ProjectPurged{Project: 1}}})
	if err != nil || !v[0].OK() {
		t.Fatal(v, err)
	}
	as("ann", 404, "GET", q+"?as_of="+position, "")
	list := as("ann", 200, "GET", "/api/v1/projects?as_of="+position, "")
	if len(list["projects"].([]any)) != 0 || fmt.Sprint(list["purged"]) != "[ann/p]" {
		t.Errorf("%v", list)
	}
	if list := as("bob", 200, "GET", "/api/v1/projects?as_of="+position, ""); list["purged"] != nil {
		t.Errorf("bob is told of %v", list["purged"])
	}
}

func actionsOf(t *testing.T, token string) uint64 {
	p, err := position.Parse(token)
	if err != nil {
		t.Errorf("position %q: %v", token, err)
	}
	return p.Actions
}

// said is an answer without what says when it is of.
func said(a answer) string {
	delete(a, "position")
	delete(a, "etag")
	delete(a, "$schema")
	return fmt.Sprint(map[string]any(a))
}
