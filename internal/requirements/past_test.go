package requirements

import (
	"fmt"
	"testing"
)

// TestRunsThatMove: a moved run is in the new project only, with table, groups, charts
// and history, and is back after the undo; the past has it where it was.
func TestRunsThatMove(t *testing.T) {
	c := newCast(t, "ann")
	for i := range 4 {
		c.log("ann", obj{"project": c.Entity + "/" + c.Project, "run": fmt.Sprint("r", i), "config": obj{"arch": fmt.Sprint("a", i%2)}})
		c.run(fmt.Sprint("r", i), 5, "loss")
	}
	there := "/api/v1/projects/" + c.Entity + "/there"
	c.ok("ann", "POST", "/api/v1/projects", obj{"name": "there"})
	before := c.ok("ann", "GET", c.At+"/runs?limit=1", nil).text("position")
	moved := c.ok("ann", "POST", c.At+"/runs:move", obj{"runs": []string{"r1", "r2"}, "project": "there"})
	now := "?wait_for=" + moved.text("position")
	for _, want := range []struct {
		at, query string
		runs      int
	}{{c.At, now, 2}, {there, now, 2}, {c.At, "?as_of=" + before, 4}} {
		if page := c.ok("ann", "GET", want.at+"/runs"+want.query, nil); int(page.number("total")) != want.runs || len(page.list("runs")) != want.runs {
			t.Errorf("%s: %s", want.at, page.Text)
		}
		if page := c.ok("ann", "POST", want.at+"/runs:groups"+want.query, obj{"by": []string{"config.arch"}}); int(page.number("matched")) != want.runs {
			t.Errorf("%s groups: %s", want.at, page.Text)
		}
		for _, set := range []obj{nil, {"filter": `config.arch exists`}, {"sort": []string{"summary.loss:desc"}}} {
			a := c.ok("ann", "POST", want.at+"/charts"+want.query, obj{"metrics": []string{"loss"}, "runs": set})
			if n := len(a.list("series")); n != want.runs {
				t.Errorf("%s%s, runs %v: %d series, want %d: %.300s", want.at, want.query, set, n, want.runs, a.Text)
			}
		}
	}
	if rows := c.ok("ann", "GET", there+"/runs/r1/history", nil).list("rows"); len(rows) != 5 {
		t.Errorf("history: %d rows", len(rows))
	}
	c.want(404, "ann", "GET", c.At+"/runs/r1/history", nil)
	if rows := c.ok("ann", "GET", c.At+"/runs/r1/history?as_of="+before, nil).list("rows"); len(rows) != 5 {
		t.Errorf("history then: %d rows", len(rows))
	}
	undone := c.ok("ann", "POST", c.At+"/undo", obj{"action": moved.number("action")})
	if page := c.ok("ann", "GET", c.At+"/runs?wait_for="+undone.text("position"), nil); page.number("total") != 4 || len(page.list("runs")) != 4 {
		t.Errorf("after the undo: %s", page.Text)
	}
}

// TestDeletedRunsAreInThePast: as of before, a deleted run is there with everything.
func TestDeletedRunsAreInThePast(t *testing.T) {
	c := newCast(t, "ann")
	before := c.run("a", 5, "loss")
	c.run("b", 5, "loss")
	c.ok("ann", "DELETE", c.At+"/runs/a", nil)
	for _, path := range []string{"/runs/a", "/runs/a/history", "/runs/a/config", "/runs/a/console"} {
		c.want(404, "ann", "GET", c.At+path, nil)
		c.want(200, "ann", "GET", c.At+path+"?as_of="+before, nil)
	}
	a := c.ok("ann", "POST", c.At+"/charts?as_of="+before, obj{"metrics": []string{"loss"}, "runs": obj{"ids": []string{"a"}}})
	if len(a.list("series")) != 1 {
		t.Errorf("%s", a.Text)
	}
	c.want(404, "ann", "GET", c.At+"/runs/b?as_of="+before, nil)
}

// TestMovedAwayIsHidden: who can't see where a run is now doesn't see it in the past
// either: what may be seen is judged by now.
func TestMovedAwayIsHidden(t *testing.T) {
	c := newCast(t, "ann", "bob")
	c.ok("ann", "PUT", c.At+"/privacy", obj{"level": "public"})
	c.run("open", 3, "loss")
	before := c.run("secret", 3, "loss")
	c.ok("ann", "POST", "/api/v1/projects", obj{"name": "hidden"})
	moved := c.ok("ann", "POST", c.At+"/runs:move", obj{"runs": []string{"secret"}, "project": "hidden"})
	before = c.ok("ann", "GET", c.At+"/runs?limit=1&as_of="+before, nil).text("position")
	for who, want := range map[string]int{"ann": 2, "bob": 1} {
		q := "?as_of=" + before
		if page := c.ok(who, "GET", c.At+"/runs"+q, nil); len(page.list("runs")) != want {
			t.Errorf("%s: %s", who, page.Text)
		}
		for _, set := range []obj{nil, {"sort": []string{"name"}}} {
			if a := c.ok(who, "POST", c.At+"/charts"+q, obj{"metrics": []string{"loss"}, "runs": set}); len(a.list("series")) != want {
				t.Errorf("%s, runs %v: %.300s", who, set, a.Text)
			}
		}
	}
	c.want(200, "ann", "GET", c.At+"/runs/secret/history?as_of="+before, nil)
	c.want(404, "bob", "GET", c.At+"/runs/secret/history?as_of="+before, nil)
	c.want(404, "bob", "POST", c.At+"/charts?as_of="+before, obj{"metrics": []string{"loss"}, "runs": obj{"ids": []string{"secret"}}})
	c.ok("ann", "POST", c.At+"/undo", obj{"action": moved.number("action")})
	c.want(200, "bob", "GET", c.At+"/runs/secret/history?as_of="+before, nil)
}
