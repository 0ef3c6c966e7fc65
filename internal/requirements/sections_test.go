package requirements

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// titles of the sections of one's own workspace.
func (c *cast) titles() (titles []string) {
	c.t.Helper()
	for _, s := range c.ok(c.first(), "GET", c.own(), nil).list("sections") {
		titles = append(titles, s.(map[string]any)["title"].(string))
	}
	return titles
}

func (c *cast) wantTitles(want ...string) {
	c.t.Helper()
	if got := c.titles(); !slices.Equal(got, want) {
		c.t.Errorf("sections %q, want %q", got, want)
	}
}

// sectionOf finds a section by its title.
func (c *cast) sectionOf(title string) string {
	c.t.Helper()
	for _, s := range c.ok(c.first(), "GET", c.own(), nil).list("sections") {
		if m := s.(map[string]any); m["title"] == title {
			return m["id"].(string)
		}
	}
	c.t.Fatalf("no section %q among %q", title, c.titles())
	return ""
}

func (c *cast) section(title string) string { return c.own() + "/sections/" + c.sectionOf(title) }

func TestReq_SC_1_AddASection(t *testing.T) {
	c := newCast(t, "ann")
	c.runs(1)
	c.wantTitles("Charts", "train", "val")
	a := c.ok("ann", "POST", c.own()+"/sections", obj{"title": "Mine", "colour": "kept"})
	c.wantTitles("Charts", "train", "val", "Mine")
	e := c.event("section.added.v1", a.text("position"), 1)
	after := e["after"].(map[string]any)
	if after["title"] != "Mine" || after["place"] == nil || a.text("fields", "colour") != "kept" || a.Header.Get("ETag") == "" {
		t.Errorf("%v %s", e, a.Text)
	}
	key := []string{"Idempotency-Key", "once"}
	first, again := c.ok("ann", "POST", c.own()+"/sections", obj{"title": "Twice"}, key...), c.ok("ann", "POST", c.own()+"/sections", obj{"title": "Twice"}, key...)
	if first.text("id") != again.text("id") || again.at("repeated") != true {
		t.Errorf("%s %s", first.Text, again.Text)
	}
	c.wantTitles("Charts", "train", "val", "Mine", "Twice")
}

func TestReq_SC_2_RenameASection(t *testing.T) {
	c := newCast(t, "ann")
	c.runs(1)
	auto := c.section("train")
	a := c.ok("ann", "PATCH", auto, obj{"title": "Training"})
	c.wantTitles("Charts", "Training", "val")
	c.event("section.renamed.v1", a.text("position"), 1)
	c.seen(c.log("ann", obj{"project": c.Entity + "/" + c.Project, "run": "new", "step": 1, "metrics": obj{"train/zz": 1}}))
	if p := c.ok("ann", "GET", auto+"/panels", nil); p.text("panels", 1, "title") != "train/zz" {
		t.Errorf("new metrics go on appearing in it: %s", p.Text)
	}
	c.want(409, "ann", "PATCH", auto, obj{"title": "T"}, "If-Match", `"1"`)
	c.want(409, "ann", "PATCH", auto, obj{"title": "T"}, "If-Match", `"0"`)
	c.want(200, "ann", "PATCH", auto, obj{"title": "T"}, "If-Match", a.Header.Get("ETag"))
	c.want(422, "ann", "PATCH", auto, obj{"title": 3})
	c.want(404, "ann", "PATCH", c.own()+"/sections/nope", obj{"title": "x"})
}

func TestReq_SC_3_ReorderSections(t *testing.T) {
	c := newCast(t, "ann")
	c.runs(1)
	a := c.ok("ann", "POST", c.section("val")+"/move", obj{"before": c.sectionOf("Charts")})
	c.wantTitles("val", "Charts", "train")
	c.event("section.moved.v1", a.text("position"), 1)
	c.ok("ann", "POST", c.section("Charts")+"/move", obj{"after": c.sectionOf("train")})
	c.wantTitles("val", "train", "Charts")
	c.ok("ann", "POST", c.section("val")+"/move", obj{})
	c.wantTitles("train", "Charts", "val")
	c.want(422, "ann", "POST", c.section("val")+"/move", obj{"after": "nope"})
}

func TestReq_SC_4_CollapseAndExpand(t *testing.T) {
	c := newCast(t, "ann")
	c.runs(1)
	a := c.ok("ann", "PATCH", c.section("train"), obj{"collapsed": true})
	c.event("section.collapsed_set.v1", a.text("position"), 1)
	w := c.ok("ann", "GET", c.own(), nil)
	if w.at("sections", 1, "collapsed") != true || w.at("sections", 1, "panels") != nil || w.number("sections", 1, "panel_count") != 1 || len(w.list("sections", 0, "panels")) != 1 {
		t.Errorf("%s", w.Text)
	}
	c.wantTitles("Charts", "train", "val")
	c.ok("ann", "PATCH", c.section("train"), obj{"collapsed": false})
	if w := c.ok("ann", "GET", c.own(), nil); len(w.list("sections", 1, "panels")) != 1 {
		t.Errorf("%s", w.Text)
	}
}

func TestReq_SC_5_CustomLayout(t *testing.T) {
	c := newCast(t, "ann")
	c.runs(1)
	a := c.ok("ann", "PATCH", c.section("train"), obj{"layout": "custom"})
	if a.text("layout") != "custom" {
		t.Errorf("%s", a.Text)
	}
	c.event("section.layout_set.v1", a.text("position"), 1)
	c.want(422, "ann", "PATCH", c.section("train"), obj{"layout": "spiral"})
}

func TestReq_SC_6_BackToTheStandardLayout(t *testing.T) {
	c := newCast(t, "ann")
	c.runs(1)
	c.ok("ann", "PATCH", c.section("train"), obj{"layout": "custom"})
	a := c.ok("ann", "PATCH", c.section("train"), obj{"layout": "standard"})
	if a.text("layout") != "standard" {
		t.Errorf("%s", a.Text)
	}
	c.event("section.layout_set.v1", a.text("position"), 2)
}

func TestReq_SC_7_AddASectionAboveOrBelow(t *testing.T) {
	c := newCast(t, "ann")
	c.runs(1)
	c.ok("ann", "POST", c.own()+"/sections", obj{"title": "above", "before": c.sectionOf("train")})
	a := c.ok("ann", "POST", c.own()+"/sections", obj{"title": "below", "after": c.sectionOf("train")})
	c.wantTitles("Charts", "above", "train", "below", "val")
	c.event("section.added.v1", a.text("position"), 2)
	c.want(422, "ann", "POST", c.own()+"/sections", obj{"after": c.sectionOf("train"), "before": c.sectionOf("val")})
}

func TestReq_SC_8_AddASectionAtTheBottom(t *testing.T) {
	c := newCast(t, "ann")
	c.runs(1)
	var pos string
	for _, title := range []string{"one", "two", "three"} {
		pos = c.ok("ann", "POST", c.own()+"/sections", obj{"title": title}).text("position")
	}
	c.wantTitles("Charts", "train", "val", "one", "two", "three")
	c.event("section.added.v1", pos, 3)
}

func TestReq_SC_9_ExportASectionToAReport(t *testing.T) {
	c := newCast(t, "ann")
	c.runs(1)
	a := c.do("ann", "POST", c.section("train")+"/export-to-report", obj{})
	if a.Status/100 != 2 || a.text("id") == "" {
		t.Fatalf("%d %s", a.Status, a.Text)
	}
	e := c.event("report.created.v1", a.text("position"), 1)
	if !strings.Contains(fmt.Sprint(e["after"]), "from_section") {
		t.Errorf("%v", e)
	}
	if r := c.ok("ann", "GET", c.At+"/reports/"+a.text("id"), nil); !strings.Contains(string(r.Text), "train/acc") {
		t.Errorf("%s", r.Text)
	}
}

func TestReq_SC_10_DeleteASectionWithItsCharts(t *testing.T) {
	c := newCast(t, "ann")
	c.runs(1)
	section := c.section("train")
	mine := c.ok("ann", "POST", section+"/panels", obj{"kind": "markdown", "text": "hi"}).text("id")
	auto := c.ok("ann", "GET", section+"/panels", nil).text("panels", 0, "id")
	a := c.ok("ann", "DELETE", section, nil)
	c.wantTitles("Charts", "val")
	e := c.event("section.deleted.v1", a.text("position"), 1)
	if after := e["after"].(map[string]any); len(after["panels"].([]any)) != 2 || after["deleted"] != true {
		t.Errorf("%v", e)
	}
	c.want(404, "ann", "GET", section+"/panels", nil)
	for _, panel := range []string{mine, auto} {
		c.want(404, "ann", "GET", c.own()+"/panels/"+panel, nil)
		c.want(404, "ann", "PATCH", c.own()+"/panels/"+panel, obj{"title": "x"})
		c.want(404, "ann", "GET", c.own()+"/panels/"+panel+"/data", nil)
	}
	c.seen(c.log("ann", obj{"project": c.Entity + "/" + c.Project, "run": "new", "step": 1, "metrics": obj{"train/zz": 1}}))
	c.wantTitles("Charts", "val")
}

func TestReq_SC_11_TheDeletionOfASectionIsUndone(t *testing.T) {
	c := newCast(t, "ann")
	c.runs(1)
	train := c.section("train")
	c.ok("ann", "PATCH", train, obj{"layout": "custom", "title": "Training"})
	c.ok("ann", "POST", train+"/move", obj{"before": c.sectionOf("Charts")})
	c.ok("ann", "POST", train+"/panels", obj{"kind": "markdown", "text": "hi", "x": 3, "y": 4, "w": 5, "h": 6})
	c.ok("ann", "PATCH", c.own()+"/panels/"+c.ok("ann", "GET", train+"/panels", nil).text("panels", 0, "id"), obj{"w": 99})
	look := func() string {
		a := c.ok("ann", "GET", c.own(), nil)
		for _, s := range a.list("sections") { // who changed it last is another action now
			delete(s.(map[string]any), "version")
		}
		return fmt.Sprint(a.at("sections"))
	}
	before := look()
	deleted := c.ok("ann", "DELETE", train, nil)
	if look() == before {
		t.Fatal("nothing was deleted")
	}
	undone := c.ok("ann", "POST", c.own()+"/undo", obj{})
	if got := look(); got != before {
		t.Errorf("after the undo\n%s, before\n%s", got, before)
	}
	e := c.event("action.undone.v1", undone.text("position"), 1)
	if undone.number("undone") != deleted.number("action") || e["cause"] == "" {
		t.Errorf("%s %v", undone.Text, e)
	}
	c.ok("ann", "POST", c.own()+"/redo", obj{})
	c.wantTitles("Charts", "val")
	c.ok("ann", "POST", c.own()+"/undo", obj{})
	if got := look(); got != before {
		t.Errorf("after undo, redo, undo\n%s", got)
	}
	asOf := c.ok("ann", "GET", c.own()+"?as_of="+deleted.text("position"), nil)
	if len(asOf.list("sections")) != 2 {
		t.Errorf("%s", asOf.Text)
	}
}

func TestReq_SC_12_AddAPanelToASection(t *testing.T) {
	c := newCast(t, "ann")
	c.runs(1)
	a := c.ok("ann", "POST", c.section("val")+"/panels", obj{"kind": "scatter", "x_field": "config.lr", "y_field": "summary.loss", "of_the_future": obj{"kept": true}})
	e := c.event("panel.added.v1", a.text("position"), 1)
	if a.at("spec", "of_the_future", "kept") != true || a.text("title") != "summary.loss vs config.lr" || e["after"].(map[string]any)["kind"] != "scatter" {
		t.Errorf("%s %v", a.Text, e)
	}
	if p := c.ok("ann", "GET", c.section("val")+"/panels", nil); p.number("total") != 2 || p.text("panels", 1, "id") != a.text("id") {
		t.Errorf("%s", p.Text)
	}
	for field, bad := range map[string]obj{
		"body.kind": {"kind": "pie"}, "body.metrics": {"kind": "line"}, "body.metrics[0]": {"kind": "line", "metrics": []any{strings.Repeat("x", 2000)}},
		"body.max_runs": {"kind": "line", "metrics": []string{"a"}, "max_runs": -1}, "body.x_field": {"kind": "scatter", "y_field": "config.a"},
		"body.filter": {"kind": "line", "metrics": []string{"a"}, "filter": "nonsense ~"}, "body.place": {"kind": "markdown", "place": "zz"},
	} {
		if got := c.want(422, "ann", "POST", c.section("val")+"/panels", bad); got.text("errors", 0, "location") != field {
			t.Errorf("%v: %s", bad, got.Text)
		}
	}
}
