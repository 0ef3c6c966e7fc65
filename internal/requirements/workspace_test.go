package requirements

import (
	"testing"
)

// own is the first one's workspace.
func (c *cast) own() string { return c.At + "/workspaces/me" }

func TestReq_NAV_3_AWorkspaceIsPersonal(t *testing.T) {
	c := newCast(t, "ann", "bob")
	c.ok("ann", "PUT", c.At+"/access/"+c.real["bob"], obj{"role": "member"})
	c.run("a", 3, "train/loss")
	c.ok("bob", "PATCH", c.own(), obj{"max_runs": 7})
	pos := c.ok("ann", "PATCH", c.own(), obj{"max_runs": 50}).text("position")
	a, b := c.ok("ann", "GET", c.own(), nil), c.ok("bob", "GET", c.own(), nil)
	if a.text("id") != "user-"+c.real["ann"] || b.text("id") != "user-"+c.real["bob"] {
		t.Errorf("%s %s", a.Text, b.Text)
	}
	if a.number("fields", "max_runs") != 50 || b.number("fields", "max_runs") != 7 {
		t.Errorf("%s %s", a.Text, b.Text)
	}
	if n := len(c.events("workspace.edited.v1", pos)); n != 2 {
		t.Errorf("%d events", n)
	}
}
