package requirements

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// own is one's own workspace, which each has.
func (c *cast) own() string { return c.At + "/workspaces/me" }

// runs logs n runs of three steps in one go: run i has loss i at each step, arch a or b
// in turns and lr i in its config.
func (c *cast) runs(n int) string {
	c.t.Helper()
	var lines []obj
	for i := range n {
		for s := range 3 {
			lines = append(lines, obj{"project": c.Entity + "/" + c.Project, "run": runName(i), "step": s, "config": obj{"arch": string("ab"[i%2]), "lr": i},
				"metrics": obj{"loss": float64(i) + float64(s)/4, "train/acc": i, "val/acc": i}})
		}
	}
	return c.log(c.first(), lines...)
}

func runName(i int) string { return fmt.Sprintf("run-%02d", i) }

// panelOf adds a panel to a section made for it, and returns its path.
func (c *cast) panelOf(who string, spec obj) string {
	c.t.Helper()
	section := c.ok(who, "POST", c.own()+"/sections", obj{"title": "Mine"}).text("id")
	return c.own() + "/panels/" + c.ok(who, "POST", c.own()+"/sections/"+section+"/panels", spec).text("id")
}

// shown are the runs that a panel shows, in order.
func (c *cast) shown(who, panel, position string) (runs []string) {
	c.t.Helper()
	a := c.ok(who, "GET", panel+"/data?wait_for="+position, nil)
	for _, s := range a.list("chart", "series") {
		runs = append(runs, s.(map[string]any)["run"].(string))
	}
	if a.at("error") != nil {
		c.t.Fatalf("%s", a.Text)
	}
	return runs
}

// event is the newest accepted event of a type; n are wanted.
func (c *cast) event(typ, position string, n int) map[string]any {
	c.t.Helper()
	rows := c.events(typ, position)
	if len(rows) != n {
		c.t.Fatalf("%d events of type %s, want %d", len(rows), typ, n)
	}
	e := rows[0].(map[string]any)
	if e["actor_kind"] != "user" || e["outcome"] != "accepted" || e["after"] == nil {
		c.t.Fatalf("%v", e)
	}
	return e
}

func newest(n int) (runs []string) {
	for i := n - 1; i >= 0; i-- {
		runs = append(runs, runName(i))
	}
	return runs
}

func query(pairs ...string) string {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return "?" + v.Encode()
}

func TestReq_NAV_3_AWorkspaceIsPersonal(t *testing.T) {
	c := newCast(t, "ann", "bob")
	c.ok("ann", "PUT", c.At+"/access/"+c.real["bob"], obj{"role": "member"})
	c.runs(1)
	c.ok("bob", "PATCH", c.own(), obj{"max_runs": 7})
	pos := c.ok("ann", "PATCH", c.own(), obj{"max_runs": 50}).text("position")
	a, b := c.ok("ann", "GET", c.own(), nil), c.ok("bob", "GET", c.own(), nil)
	if a.text("id") != "user-"+c.real["ann"] || b.text("id") != "user-"+c.real["bob"] {
		t.Errorf("%s %s", a.Text, b.Text)
	}
	if a.number("fields", "max_runs") != 50 || b.number("fields", "max_runs") != 7 {
		t.Errorf("%s %s", a.Text, b.Text)
	}
	section := a.text("sections", 0, "id")
	pos = c.ok("ann", "PATCH", c.own()+"/sections/"+section, obj{"layout": "custom"}).text("position")
	if a, b := c.ok("ann", "GET", c.own(), nil), c.ok("bob", "GET", c.own(), nil); a.text("sections", 0, "layout") != "custom" || b.text("sections", 0, "layout") != "standard" {
		t.Errorf("%s %s", a.Text, b.Text)
	}
	c.event("workspace.edited.v1", pos, 2)
	made := c.ok("ann", "POST", c.At+"/workspaces", obj{"name": "mine", "from": "me"})
	if e := c.event("workspace.created.v1", made.text("position"), 1); e["actor"] != c.real["ann"] || made.text("owner") != c.real["ann"] {
		t.Errorf("%v", e)
	}
}

func TestReq_NAV_4_OthersCanLookButNotTouch(t *testing.T) {
	c := newCast(t, "ann", "bob", "eve")
	c.ok("ann", "PUT", c.At+"/access/"+c.real["bob"], obj{"role": "member"})
	c.runs(1)
	c.ok("ann", "PATCH", c.own(), obj{"search": "run"})
	of := c.At + "/workspaces/user-" + c.real["ann"]
	got := c.want(200, "bob", "GET", of, nil)
	if got.text("fields", "search") != "run" || got.at("editable") != false {
		t.Errorf("%s", got.Text)
	}
	section := got.text("sections", 0, "id")
	panel := got.text("sections", 0, "panels", 0, "id")
	for path, body := range map[string]obj{"PATCH ": {"search": "x"}, "POST /clear": nil, "POST /sections": {"title": "x"}, "PATCH /sections/" + section: {"title": "x"},
		"DELETE /sections/" + section: nil, "POST /sections/" + section + "/move": {}, "PATCH /panels/" + panel: {"title": "x"}, "DELETE /panels/" + panel: nil} {
		method, rest, _ := strings.Cut(path, " ")
		c.want(403, "bob", method, of+rest, body)
		c.want(403, "admin", method, of+rest, body)
		c.want(404, "eve", method, of+rest, body)
	}
	c.want(404, "bob", "GET", c.At+"/workspaces/user-nobody", nil)
	c.want(404, "eve", "GET", of, nil)
	c.want(200, "bob", "GET", c.At+"/workspaces/user-"+c.real["bob"], nil)
	copied := c.ok("bob", "POST", c.At+"/workspaces", obj{"name": "as mine", "from": "user-" + c.real["ann"]})
	if copied.text("fields", "search") != "run" || copied.at("editable") != true {
		t.Errorf("%s", copied.Text)
	}
	if l := c.ok("bob", "GET", c.At+"/workspaces", nil).list("workspaces"); len(l) != 3 {
		t.Errorf("%v", l)
	}
}

func TestReq_WS_1_AllRunsPageByPageWhileSomeArrive(t *testing.T) {
	c := newCast(t, "ann")
	c.runs(23)
	seen := map[string]int{}
	for cursor, page := "", 0; ; page++ {
		a := c.ok("ann", "GET", c.own()+"/runs"+query("limit", "5", "cursor", cursor), nil)
		for _, r := range a.list("runs") {
			seen[r.(map[string]any)["id"].(string)]++
		}
		if cursor = a.text("next_cursor"); cursor == "" {
			break
		}
		c.log("ann", obj{"project": c.Entity + "/" + c.Project, "run": fmt.Sprintf("late-%d", page), "step": 1, "metrics": obj{"loss": 1}})
	}
	for i := range 23 {
		if seen[runName(i)] != 1 {
			t.Errorf("%s came %d times", runName(i), seen[runName(i)])
		}
	}
}

func TestReq_WS_6_TheEyeSwitchesARunOnAndOff(t *testing.T) {
	c := newCast(t, "ann")
	c.runs(3)
	panel := c.panelOf("ann", obj{"kind": "line", "metrics": []string{"loss"}})
	pos := c.ok("ann", "PATCH", c.own(), obj{"visibility": obj{"run-01": false}}).text("position")
	if got := c.shown("ann", panel, pos); !slices.Equal(got, []string{"run-02", "run-00"}) {
		t.Errorf("%v", got)
	}
	if e := c.event("workspace.run_visibility_set.v1", pos, 1); fmt.Sprint(e["after"]) == "" {
		t.Errorf("%v", e)
	}
	if h := c.ok("ann", "GET", c.own()+"/runs", nil); h.at("hidden", "run-01") != true || len(h.list("runs")) != 3 {
		t.Errorf("%s", h.Text)
	}
	pos = c.ok("ann", "PATCH", c.own(), obj{"visibility": obj{"run-01": nil}}).text("position")
	if got := c.shown("ann", panel, pos); !slices.Equal(got, newest(3)) {
		t.Errorf("%v", got)
	}
	pos = c.ok("ann", "PATCH", c.own(), obj{"visibility_default": false, "visibility": obj{"run-00": true}}).text("position")
	if got := c.shown("ann", panel, pos); !slices.Equal(got, []string{"run-00"}) {
		t.Errorf("%v", got)
	}
	c.event("workspace.run_visibility_set.v1", pos, 3)
	c.want(422, "ann", "PATCH", c.own(), obj{"visibility": obj{"nope": false}})
	c.want(422, "ann", "PATCH", c.own(), obj{"visibility": obj{"run-00": "off"}})
}

func TestReq_WS_7_APresetColour(t *testing.T) {
	c := newCast(t, "ann")
	c.runs(1)
	a := c.ok("ann", "PATCH", c.At+"/runs/run-00", obj{"color": "preset:3"})
	if a.text("color") != "preset:3" {
		t.Errorf("%s", a.Text)
	}
	c.event("run.color_set.v1", a.text("position"), 1)
}

func TestReq_WS_8_AColourOfOnesOwn(t *testing.T) {
	c := newCast(t, "ann")
	c.runs(1)
	a := c.ok("ann", "PATCH", c.At+"/runs/run-00", obj{"color": "#12ab9f"})
	if a.text("color") != "#12ab9f" {
		t.Errorf("%s", a.Text)
	}
	c.event("run.color_set.v1", a.text("position"), 1)
	for _, bad := range []string{"red", "#12ab9", "preset:", "#gggggg", "preset:-1"} {
		c.want(422, "ann", "PATCH", c.At+"/runs/run-00", obj{"color": bad})
	}
}
