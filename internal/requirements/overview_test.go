package requirements

import (
	"crypto/sha256"
	"fmt"
	"net/url"
	"testing"
	"time"
)

func TestReq_OV_1_OV_3_RenameAndDescribe(t *testing.T) {
	c := newCast(t, "ann")
	const markdown = "# What *this* is\r\n\n<b>kept</b>  \n\t$x^2$ ünï"
	renamed := c.Project + "-renamed"
	a := c.ok("ann", "PATCH", c.At, obj{"name": renamed})
	at := "/api/v1/projects/" + c.Entity + "/" + renamed
	c.ok("ann", "PATCH", at, obj{"description": markdown})
	if got := c.ok("ann", "GET", at, nil); got.text("description") != markdown || got.text("name") != renamed {
		t.Errorf("%s", got.Text)
	}
	c.ok("ann", "POST", "/api/v1/projects", obj{"name": c.Project + "-taken"})
	c.want(409, "ann", "PATCH", at, obj{"name": c.Project + "-taken"})
	for _, bad := range []string{"", "a/b", "..", "a\x00b", string(make([]byte, 200))} {
		c.want(422, "ann", "PATCH", at, obj{"name": bad})
	}
	c.At = at
	trail := c.events("project.renamed.v1", a.text("position"))
	if len(trail) != 1 || trail[0].(map[string]any)["before"].(map[string]any)["name"] != c.Project {
		t.Errorf("%v", trail)
	}
}

func TestReq_OV_2_TheOldNameGoesOnWorking(t *testing.T) {
	c := newCast(t, "ann", "bob")
	c.run("a", 2, "loss")
	old, renamed := c.At, c.Project+"-b"
	c.ok("ann", "PATCH", c.At, obj{"name": renamed})
	moved := c.want(308, "ann", "GET", old+"/runs?limit=5", nil)
	if want := c.url + "/api/v1/projects/" + c.Entity + "/" + renamed + "/runs?limit=5"; moved.Header.Get("Location") != want {
		t.Errorf("Location %q, want %q", moved.Header.Get("Location"), want)
	}
	c.want(404, "bob", "GET", old, nil) // and nobody else learns of it
	c.At = "/api/v1/projects/" + c.Entity + "/" + renamed
	c.log("ann", obj{"project": c.Entity + "/" + c.Project, "run": "late", "step": 1, "metrics": obj{"loss": 1}})
	if page := c.ok("ann", "GET", c.At+"/runs", nil); page.number("total") != 2 {
		t.Errorf("%s", page.Text)
	}
}

func TestReq_OV_4_FAQ_1_AProjectIsDeletedWithConfirmation(t *testing.T) {
	c := newCast(t, "ann")
	c.run("a", 2, "loss")
	c.want(422, "ann", "DELETE", c.At, nil)
	a := c.ok("ann", "DELETE", c.At+"?confirm="+url.QueryEscape(c.Project), nil)
	for _, path := range []string{"", "/runs", "/overview", "/keys", "/audit", "/runs/a", "/workspaces/me", "/reports", "/runs/a/history"} {
		c.want(404, "ann", "GET", c.At+path, nil)
	}
	for _, p := range c.ok("ann", "GET", "/api/v1/projects", nil).list("projects") {
		if p.(map[string]any)["name"] == c.Project {
			t.Error("it's still in the list")
		}
	}
	c.ok("ann", "POST", c.At+"/undo", obj{"action": a.number("action")})
	if page := c.ok("ann", "GET", c.At+"/runs", nil); page.number("total") != 1 {
		t.Errorf("%s", page.Text)
	}
}

func TestReq_OV_5_AnEmptyProjectNeedsNoConfirmation(t *testing.T) {
	c := newCast(t, "ann")
	c.ok("ann", "DELETE", c.At, nil)
	c.want(404, "ann", "GET", c.At, nil)
}

func TestReq_OV_6_FAQ_2_PrivacyIsChanged(t *testing.T) {
	c := newCast(t, "ann", "bob")
	c.want(404, "bob", "GET", c.At, nil)
	a := c.ok("ann", "PUT", c.At+"/privacy", obj{"level": "public"})
	c.want(200, "bob", "GET", c.At, nil)
	c.want(403, "bob", "PUT", c.At+"/privacy", obj{"level": "open"})
	if got := c.ok("bob", "GET", c.At+"/privacy", nil); got.text("level") != "public" || got.text("view") != "everyone" || got.text("submit") != "members" {
		t.Errorf("%s", got.Text)
	}
	trail := c.events("project.privacy_set.v1", a.text("position"))
	if len(trail) != 1 || trail[0].(map[string]any)["before"].(map[string]any)["view"] != "members" {
		t.Errorf("%v", trail)
	}
}

func TestReq_OV_7_LastActiveIsWhenTheNewestDataCame(t *testing.T) {
	c := newCast(t, "ann")
	if got := c.ok("ann", "GET", c.At+"/overview", nil); got.at("last_active") != nil {
		t.Errorf("before any data: %s", got.Text)
	}
	before := time.Now().Add(-time.Second)
	c.run("a", 3, "loss")
	first := c.ok("ann", "GET", c.At+"/overview", nil).text("last_active")
	at, err := time.Parse(time.RFC3339Nano, first)
	if err != nil || at.Before(before) || at.After(time.Now().Add(time.Second)) {
		t.Errorf("last active %q (%v)", first, err)
	}
	p := c.ok("ann", "PATCH", c.At+"/runs/a", obj{"display_name": "renamed", "notes": "n"}).text("position")
	if got := c.ok("ann", "GET", c.At+"/overview?wait_for="+p, nil).text("last_active"); got != first {
		t.Errorf("an edit moved it from %s to %s", first, got)
	}
	name := c.Entity + "/" + c.Project
	active := func(query string) (answer, map[string]any) {
		got := c.ok("ann", "POST", "/api/v1/projects:activity"+query, obj{"projects": []string{name, "admin/nothing"}})
		last, _ := got.at("last_active").(map[string]any)
		return got, last
	}
	if got, last := active("?wait_for=" + p); len(last) != 1 || last[name] != first {
		t.Errorf("of many projects: %s, want %s", got.Text, first)
	}
	c.ok("ann", "DELETE", c.At+"/runs/a", nil)
	if got, last := active(""); len(last) != 0 {
		t.Errorf("a run in the trash counts: %s", got.Text)
	}
	if got, last := active("?as_of=" + p); last[name] != first {
		t.Errorf("as of before: %s", got.Text)
	}
}

func TestReq_OV_8_TotalComputeIsTheSumOfTheRunsTimes(t *testing.T) {
	c := newCast(t, "ann")
	for _, id := range []string{"a", "b", "c"} {
		c.run(id, 1, "loss")
	}
	for _, id := range []string{"a", "b", "c"} {
		c.log("ann", obj{"project": c.Entity + "/" + c.Project, "run": id, "finish": obj{"exit_code": 0}})
	}
	want := 0.0
	for _, r := range c.ok("ann", "GET", c.At+"/runs", nil).list("runs") {
		s, _ := r.(map[string]any)["seconds"].(float64)
		want += s
	}
	got := c.ok("ann", "GET", c.At+"/overview", nil)
	if diff := got.number("total_compute_seconds") - want; want <= 0 || diff > 0.001 || diff < -0.001 {
		t.Errorf("%v, the runs have %v: %s", got.number("total_compute_seconds"), want, got.Text)
	}
	if got.number("states", "finished") != 3 || got.number("runs") != 3 {
		t.Errorf("%s", got.Text)
	}
	c.run("running", 1, "loss")
	running := c.ok("ann", "GET", c.At+"/overview", nil)
	if running.number("total_compute_seconds") <= got.number("total_compute_seconds") || running.number("states", "running") != 1 {
		t.Errorf("a running run doesn't count: %s", running.Text)
	}
}

func TestReq_OV_9_OV_10_UndeletedRunsAreAsBefore(t *testing.T) {
	c := newCast(t, "ann")
	for i := range 3 {
		id := fmt.Sprint("r", i)
		c.run(id, 50, "loss", "acc")
		c.log("ann", obj{"project": c.Entity + "/" + c.Project, "run": id, "finish": obj{"exit_code": 0}}) // so that its time stands still
	}
	c.ok("ann", "PATCH", c.At+"/runs/r1", obj{"color": "#12ab9f", "tags": []string{"good"}, "notes": "keep", "config": obj{"lr": 0.1}})
	what := func() string {
		h := sha256.New()
		for i := range 3 {
			for _, path := range []string{"", "/history?limit=1000"} {
				a := c.ok("ann", "GET", fmt.Sprintf("%s/runs/r%d%s", c.At, i, path), nil)
				delete(a.JSON, "position")
				delete(a.JSON, "version")
				fmt.Fprintln(h, a.JSON)
			}
		}
		return fmt.Sprintf("%x", h.Sum(nil))
	}
	c.ok("ann", "GET", c.At+"/runs/r1?wait_for="+c.ok("ann", "POST", c.At+"/runs:tag", obj{"runs": []string{"r0"}, "add": []string{"x"}}).text("position"), nil)
	before := what()
	gone := c.ok("ann", "POST", c.At+"/runs:delete", obj{"all": true})
	if gone.number("count") != 3 {
		t.Errorf("%s", gone.Text)
	}
	if page := c.ok("ann", "GET", c.At+"/runs?wait_for="+gone.text("position"), nil); page.number("total") != 0 || len(page.list("runs")) != 0 {
		t.Errorf("%s", page.Text)
	}
	c.want(404, "ann", "GET", c.At+"/runs/r1/history", nil)
	back := c.ok("ann", "POST", c.At+"/runs:undelete", obj{"all": true})
	if back.number("count") != 3 {
		t.Errorf("%s", back.Text)
	}
	c.ok("ann", "GET", c.At+"/runs?wait_for="+back.text("position"), nil)
	if after := what(); after != before {
		t.Error("runs that were undeleted aren't as before")
	}
	if trail := c.events("runs.undeleted.v1", back.text("position")); len(trail) != 1 {
		t.Errorf("%v", trail)
	}
}
