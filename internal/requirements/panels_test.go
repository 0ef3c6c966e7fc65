package requirements

import (
	"fmt"
	"slices"
	"testing"
)

// panelsOf are the titles of a section's panels, all pages.
func (c *cast) panelsOf(title string) (titles []string) {
	c.t.Helper()
	for _, p := range c.ok(c.first(), "GET", c.section(title)+"/panels?page_size=1000", nil).list("panels") {
		titles = append(titles, p.(map[string]any)["title"].(string))
	}
	return titles
}

func (c *cast) wantPanels(section string, want ...string) {
	c.t.Helper()
	if got := c.panelsOf(section); !slices.Equal(got, want) {
		c.t.Errorf("%s has %q, want %q", section, got, want)
	}
}

// panel finds a panel by its title.
func (c *cast) panel(title string) string {
	c.t.Helper()
	for _, p := range c.ok(c.first(), "GET", c.own()+"/panels"+query("q", title), nil).list("panels") {
		if m := p.(map[string]any); m["title"] == title {
			return m["id"].(string)
		}
	}
	c.t.Fatalf("no panel %q", title)
	return ""
}

func (c *cast) panelPath(title string) string { return c.own() + "/panels/" + c.panel(title) }

// metrics logs one point of each.
func (c *cast) metrics(names ...string) {
	m := obj{}
	for _, n := range names {
		m[n] = 1
	}
	c.seen(c.log(c.first(), obj{"project": c.Entity + "/" + c.Project, "run": "r", "step": 1, "metrics": m}))
}

// seen waits until workspaces know the metrics up to a position.
func (c *cast) seen(position string) {
	c.t.Helper()
	c.ok(c.first(), "GET", c.own()+"?sections=0&wait_for="+position, nil)
}

func TestReq_PN_1_AddCharts(t *testing.T) {
	c := newCast(t, "ann")
	c.metrics("t/a", "t/b")
	a := c.ok("ann", "POST", c.section("t")+"/panels", obj{"kind": "line", "metrics": []string{"t/b", "t/a"}})
	c.wantPanels("t", "t/b, t/a") // its metrics aren't shown twice
	c.event("panel.added.v1", a.text("position"), 1)
}

func TestReq_PN_2_RemoveCharts(t *testing.T) {
	c := newCast(t, "ann")
	c.metrics("t/a", "t/b")
	a := c.ok("ann", "DELETE", c.panelPath("t/a"), nil)
	c.wantPanels("t", "t/b")
	c.event("panel.deleted.v1", a.text("position"), 1)
	c.metrics("t/a", "t/c")
	c.wantPanels("t", "t/b", "t/c") // it stays away
	c.ok("ann", "POST", c.own()+"/undo", obj{})
	c.wantPanels("t", "t/a", "t/b", "t/c")
}

func TestReq_PN_3_ManyRunsOnDifferentMetrics(t *testing.T) {
	c := newCast(t, "ann")
	pos := c.runs(4)
	a := c.ok("ann", "POST", c.At+"/charts?wait_for="+pos, obj{"runs": []string{"run-01", "run-03"}, "metrics": []string{"loss", "val/acc"}, "x": "step", "aggregates": []string{"mean"}, "buckets": 3})
	if len(a.list("series")) != 4 || a.number("series", 1, "mean", 2) != 3.5 {
		t.Errorf("%s", a.Text)
	}
	panel := c.panelOf("ann", obj{"kind": "line", "metrics": []string{"loss", "val/acc"}, "ids": []string{"run-01", "run-03", "gone"}})
	if got := c.shown("ann", panel, pos); !slices.Equal(got, []string{"run-01", "run-03", "run-01", "run-03"}) {
		t.Errorf("%v", got)
	}
	for kind, spec := range map[string]obj{
		"bar": {"metrics": []string{"loss"}}, "scatter": {"x_field": "config.lr", "y_field": "summary.loss"}, "histogram": {"metrics": []string{"loss"}},
		"scalar": {"metrics": []string{"loss"}}, "parallel_coordinates": {"fields": []string{"config.lr", "summary.loss"}}, "run_comparer": {},
	} {
		spec["kind"] = kind
		p := c.panelOf("ann", spec)
		d := c.ok("ann", "GET", p+"/data?wait_for="+pos, nil)
		if len(d.list("runs")) != 4 || d.text("runs", 0, "id") != "run-03" || d.at("error") != nil {
			t.Errorf("%s: %s", kind, d.Text)
		}
		if kind == "bar" && d.number("runs", 0, "summary", "loss") != 3.5 {
			t.Errorf("%s", d.Text)
		}
	}
	for kind, spec := range map[string]obj{"media": {"keys": []string{"img"}}, "table": {"key": "t"}} {
		spec["kind"] = kind
		if d := c.ok("ann", "GET", c.panelOf("ann", spec)+"/data", nil); len(d.list("members")) != 4 || d.text("shows") != "objects" {
			t.Errorf("%s", d.Text)
		}
	}
	if d := c.ok("ann", "GET", c.panelOf("ann", obj{"kind": "markdown", "text": "# hi"})+"/data", nil); d.text("text") != "# hi" {
		t.Errorf("%s", d.Text)
	}
}

func TestReq_PN_4_ReorderPanels(t *testing.T) {
	c := newCast(t, "ann")
	c.metrics("t/a", "t/b", "t/c", "t/d")
	a := c.ok("ann", "POST", c.panelPath("t/d")+"/move", obj{"index": 1})
	c.wantPanels("t", "t/a", "t/d", "t/b", "t/c")
	c.event("panel.moved.v1", a.text("position"), 1)
	c.ok("ann", "POST", c.panelPath("t/a")+"/move", obj{"after": c.panel("t/b")})
	c.wantPanels("t", "t/d", "t/b", "t/a", "t/c")
	c.ok("ann", "POST", c.panelPath("t/c")+"/move", obj{"before": c.panel("t/d")})
	c.wantPanels("t", "t/c", "t/d", "t/b", "t/a")
	c.ok("ann", "POST", c.panelPath("t/c")+"/move", obj{})
	c.wantPanels("t", "t/d", "t/b", "t/a", "t/c")
	c.metrics("t/bb")
	c.wantPanels("t", "t/d", "t/b", "t/bb", "t/a", "t/c") // behind what it stands behind by itself
	c.want(422, "ann", "POST", c.panelPath("t/c")+"/move", obj{"index": 1, "before": c.panel("t/a")})
}

func TestReq_PN_5_DragPanelsIntoOtherSections(t *testing.T) {
	c := newCast(t, "ann")
	c.metrics("t/a", "t/b", "v/a")
	c.ok("ann", "POST", c.own()+"/sections", obj{"title": "Mine"})
	a := c.ok("ann", "POST", c.panelPath("t/a")+"/move", obj{"section": c.sectionOf("Mine")})
	c.ok("ann", "POST", c.panelPath("t/b")+"/move", obj{"section": c.sectionOf("v"), "index": 0})
	c.wantPanels("Mine", "t/a")
	c.wantPanels("v", "t/b", "v/a")
	c.wantTitles("v", "Mine") // t is empty and gone, until it has a new metric
	c.metrics("t/c")
	c.wantTitles("t", "v", "Mine")
	c.wantPanels("t", "t/c")
	c.event("panel.moved.v1", a.text("position"), 2)
	c.want(404, "ann", "POST", c.panelPath("t/a")+"/move", obj{"section": "nope"})
}

func TestReq_PN_6_MoveAPanelByAList(t *testing.T) {
	c := newCast(t, "ann")
	c.metrics("t/a", "t/b", "v/a")
	list := c.ok("ann", "GET", c.own()+"/sections", nil) // what the list shows
	if list.number("total") != 2 || list.text("sections", 1, "title") != "v" {
		t.Errorf("%s", list.Text)
	}
	a := c.ok("ann", "POST", c.panelPath("t/a")+"/move", obj{"section": list.text("sections", 1, "id")})
	c.wantPanels("v", "v/a", "t/a")
	e := c.event("panel.moved.v1", a.text("position"), 1)
	if fmt.Sprint(e["after"].(map[string]any)["parent"]) != list.text("sections", 1, "id") {
		t.Errorf("%v", e)
	}
}

func TestReq_PN_7_StandardPanelsHaveOneSize(t *testing.T) {
	c := newCast(t, "ann")
	c.metrics("t/a", "t/b")
	c.ok("ann", "PATCH", c.panelPath("t/a"), obj{"w": 999, "h": 999})
	a := c.ok("ann", "PATCH", c.section("t"), obj{"panel_size": obj{"w": 300, "h": 200}})
	w := c.ok("ann", "GET", c.own(), nil)
	if w.number("sections", 0, "panel_size", "w") != 300 || a.text("layout") != "standard" {
		t.Errorf("%s", w.Text)
	}
	c.event("section.panel_size_set.v1", a.text("position"), 1)
}

func TestReq_PN_8_StandardLayoutHasPages(t *testing.T) {
	c := newCast(t, "ann")
	var names []string
	for i := range 14 {
		names = append(names, fmt.Sprintf("t/%02d", i))
	}
	c.metrics(names...)
	var got []string
	for page := 1; page <= 3; page++ {
		a := c.ok("ann", "GET", c.section("t")+"/panels"+query("page", fmt.Sprint(page)), nil)
		if a.number("pages") != 3 || a.number("total") != 14 || a.number("page_size") != 6 {
			t.Errorf("%s", a.Text)
		}
		for _, p := range a.list("panels") {
			got = append(got, p.(map[string]any)["title"].(string))
		}
	}
	if !slices.Equal(got, names) {
		t.Errorf("%q", got)
	}
	a := c.ok("ann", "PATCH", c.section("t"), obj{"columns": 4, "rows": 3, "page": 2})
	w := c.ok("ann", "GET", c.own(), nil)
	if w.number("sections", 0, "pages") != 2 || len(w.list("sections", 0, "panels")) != 2 || w.text("sections", 0, "panels", 0, "title") != "t/12" {
		t.Errorf("%s", w.Text)
	}
	c.event("section.edited.v1", a.text("position"), 1)
}

func TestReq_PN_9_ResizingOneResizesAll(t *testing.T) {
	c := newCast(t, "ann")
	c.metrics("t/a", "t/b")
	c.ok("ann", "PATCH", c.section("t"), obj{"panel_size": obj{"w": 300, "h": 200}})
	a := c.ok("ann", "PATCH", c.section("t"), obj{"panel_size": obj{"w": 400, "h": 250}})
	if a.number("panel_size", "h") != 250 {
		t.Errorf("%s", a.Text)
	}
	e := c.event("section.panel_size_set.v1", a.text("position"), 2)
	if fmt.Sprint(e["before"]) != "map[panel_size:map[h:200 w:300]]" {
		t.Errorf("%v", e)
	}
	c.want(422, "ann", "PATCH", c.section("t"), obj{"panel_size": obj{"w": -1, "h": 200}})
}

func TestReq_PN_10_ResizeASection(t *testing.T) {
	c := newCast(t, "ann")
	c.metrics("t/a")
	a := c.ok("ann", "PATCH", c.section("t"), obj{"height": 640})
	if a.number("height") != 640 {
		t.Errorf("%s", a.Text)
	}
	c.event("section.resized.v1", a.text("position"), 1)
}

func TestReq_PN_11_CustomPanelsHaveTheirOwnSizes(t *testing.T) {
	c := newCast(t, "ann")
	c.metrics("t/a", "t/b")
	c.ok("ann", "PATCH", c.section("t"), obj{"layout": "custom"})
	a := c.ok("ann", "PATCH", c.panelPath("t/a"), obj{"x": 1, "y": 2, "w": 300.5, "h": 40})
	c.event("panel.resized.v1", a.text("position"), 1)
	p := c.ok("ann", "GET", c.section("t")+"/panels", nil)
	if p.number("panels", 0, "w") != 300.5 || p.number("panels", 0, "y") != 2 || p.at("panels", 1, "w") != nil {
		t.Errorf("%s", p.Text)
	}
	c.want(422, "ann", "PATCH", c.panelPath("t/a"), obj{"w": "wide"})
}

func TestReq_PN_12_CustomLayoutHasNoPages(t *testing.T) {
	c := newCast(t, "ann")
	var names []string
	for i := range 14 {
		names = append(names, fmt.Sprintf("t/%02d", i))
	}
	c.metrics(names...)
	c.ok("ann", "PATCH", c.section("t"), obj{"layout": "custom"})
	p := c.ok("ann", "GET", c.section("t")+"/panels?page=1&page_size=3", nil)
	if len(p.list("panels")) != 14 || p.number("pages") != 1 {
		t.Errorf("%s", p.Text)
	}
}

func TestReq_PN_13_TheSearchFiltersPanels(t *testing.T) {
	c := newCast(t, "ann")
	c.metrics("t/Accuracy", "t/loss", "v/accuracy", "w/other")
	a := c.ok("ann", "GET", c.own()+"/panels?q=ACC", nil)
	if a.number("total") != 2 || len(a.at("sections").(map[string]any)) != 2 || a.text("panels", 1, "title") != "v/accuracy" {
		t.Errorf("%s", a.Text)
	}
	first := c.ok("ann", "GET", c.own()+"/panels?limit=3", nil)
	rest := c.ok("ann", "GET", c.own()+"/panels"+query("limit", "3", "cursor", first.text("next_cursor")), nil)
	if len(first.list("panels")) != 3 || len(rest.list("panels")) != 1 || rest.text("panels", 0, "title") != "w/other" {
		t.Errorf("%s %s", first.Text, rest.Text)
	}
}

func TestReq_PN_14_TitlesAreMetricsOrWhatPeopleSay(t *testing.T) {
	c := newCast(t, "ann")
	c.metrics("t/a", "t/b")
	made := c.ok("ann", "POST", c.section("t")+"/panels", obj{"kind": "line", "metrics": []string{"t/a", "t/b"}})
	if made.text("title") != "t/a, t/b" {
		t.Errorf("%s", made.Text)
	}
	a := c.ok("ann", "PATCH", c.own()+"/panels/"+made.text("id"), obj{"title": "Both"})
	if e := c.event("panel.edited.v1", a.text("position"), 1); fmt.Sprint(e["after"]) != "map[title:Both]" {
		t.Errorf("%v", e)
	}
	if f := c.ok("ann", "GET", c.own()+"/panels?q=both", nil); f.number("total") != 1 || f.text("panels", 0, "id") != made.text("id") {
		t.Errorf("%s", f.Text)
	}
	if f := c.ok("ann", "GET", c.own()+"/panels?q=t/a", nil); f.number("total") != 0 {
		t.Errorf("%s", f.Text)
	}
	if back := c.ok("ann", "PATCH", c.own()+"/panels/"+made.text("id"), obj{"title": nil}); back.text("title") != "t/a, t/b" {
		t.Errorf("%s", back.Text)
	}
}
