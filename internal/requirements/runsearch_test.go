package requirements

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
)

// ids of the runs of an answer.
func (a answer) ids() (ids []string) {
	for _, r := range a.list("runs") {
		ids = append(ids, r.(map[string]any)["id"].(string))
	}
	return ids
}

func TestReq_WS_9_SearchByName(t *testing.T) {
	c := newCast(t, "ann")
	c.runs(12)
	if got := c.ok("ann", "GET", c.At+"/runs"+query("search", "RUN-1"), nil).ids(); !slices.Equal(got, []string{"run-11", "run-10"}) {
		t.Errorf("%v", got)
	}
	pos := c.ok("ann", "PATCH", c.own(), obj{"search": "RUN-1"}).text("position")
	if got := c.ok("ann", "GET", c.own()+"/runs", nil).ids(); !slices.Equal(got, []string{"run-11", "run-10"}) {
		t.Errorf("%v", got)
	}
	c.event("workspace.search_set.v1", pos, 1)
}

func TestReq_WS_10_TheSearchIsOfThePlotsToo(t *testing.T) {
	c := newCast(t, "ann")
	pos := c.runs(12)
	panel := c.panelOf("ann", obj{"kind": "line", "metrics": []string{"loss"}})
	c.ok("ann", "PATCH", c.own(), obj{"search": "run-1"})
	if got := c.shown("ann", panel, pos); !slices.Equal(got, []string{"run-11", "run-10"}) {
		t.Errorf("%v", got)
	}
}

func TestReq_WS_11_RegularExpressions(t *testing.T) {
	c := newCast(t, "ann")
	pos := c.runs(12)
	panel := c.panelOf("ann", obj{"kind": "line", "metrics": []string{"loss"}})
	pos = c.ok("ann", "PATCH", c.own(), obj{"search": `^run-\d[02]$`, "search_mode": "regex"}).text("position")
	want := []string{"run-10", "run-02", "run-00"}
	if got := c.shown("ann", panel, pos); !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
	if got := c.ok("ann", "GET", c.own()+"/runs", nil).ids(); !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
	c.event("workspace.search_set.v1", pos, 1)
	bad := c.want(422, "ann", "PATCH", c.own(), obj{"search": "run-(", "search_mode": "regex"})
	if bad.text("errors", 0, "location") != "body.search" || !strings.Contains(bad.text("errors", 0, "message"), "column") {
		t.Errorf("%s", bad.Text)
	}
	c.want(422, "ann", "PATCH", c.own(), obj{"search": "run-("}) // the mode is stored
	c.ok("ann", "PATCH", c.own(), obj{"search": "run-(", "search_mode": "text"})
}

func TestReq_WS_12_AFilterNarrowsTheRuns(t *testing.T) {
	c := newCast(t, "ann")
	c.runs(12)
	pos := c.ok("ann", "PATCH", c.own(), obj{"filter": `config.arch = "a" and (config.lr >= 6 or id = "run-00") and state = "running"`}).text("position")
	a := c.ok("ann", "GET", c.own()+"/runs?wait_for="+pos, nil)
	if got := a.ids(); !slices.Equal(got, []string{"run-10", "run-08", "run-06", "run-00"}) || a.number("matched") != 4 || a.number("total") != 12 {
		t.Errorf("%s", a.Text)
	}
	c.event("workspace.filter_set.v1", pos, 1)
	asJSON := obj{"and": []obj{{"field": "config.arch", "op": "=", "value": "b"}, {"field": "config.lr", "op": "<", "value": 4}}}
	pos = c.ok("ann", "PATCH", c.own(), obj{"filter": asJSON}).text("position")
	if got := c.ok("ann", "GET", c.own()+"/runs?wait_for="+pos, nil).ids(); !slices.Equal(got, []string{"run-03", "run-01"}) {
		t.Errorf("%v", got)
	}
	bad := c.want(422, "ann", "PATCH", c.own(), obj{"filter": "config.lr >"})
	if bad.text("errors", 0, "location") != "body.filter" || !strings.Contains(bad.text("errors", 0, "message"), "line 1, column") {
		t.Errorf("%s", bad.Text)
	}
}

func TestReq_WS_13_RunsInGroups(t *testing.T) {
	c := newCast(t, "ann")
	c.runs(5)
	pos := c.ok("ann", "PATCH", c.own(), obj{"grouping": []string{"config.arch"}}).text("position")
	e := c.event("workspace.grouping_set.v1", pos, 1)
	if fmt.Sprint(e["after"].(map[string]any)["grouping"]) != "[config.arch]" {
		t.Errorf("%v", e)
	}
	if w := c.ok("ann", "GET", c.own(), nil); fmt.Sprint(w.at("run_set", "group_by", "by")) != "[config.arch]" {
		t.Errorf("%s", w.Text)
	}
	g := c.ok("ann", "POST", c.At+"/runs:groups", obj{"by": []string{"config.arch"}, "aggregates": []obj{{"field": "config.lr", "fn": "mean"}}})
	if g.number("groups", 0, "count") != 3 || g.number("groups", 1, "count") != 2 || g.number("groups", 0, "aggregates", 0) != 2 {
		t.Errorf("%s", g.Text)
	}
	c.want(422, "ann", "PATCH", c.own(), obj{"grouping": []string{"config."}})
}

// grouped returns the series of the groups of a panel.
func grouped(c *cast, pos string) answer {
	panel := c.panelOf("ann", obj{"kind": "grouped_line", "metrics": []string{"loss"}, "buckets": 3})
	c.ok("ann", "PATCH", c.own(), obj{"grouping": []string{"config.arch"}})
	return c.ok("ann", "GET", panel+"/data?wait_for="+pos, nil)
}

func TestReq_WS_14_AGroupIsALineAlongTheMean(t *testing.T) {
	c := newCast(t, "ann")
	a := grouped(c, c.runs(25)) // more runs than the ten that a panel shows of runs alone
	if len(a.list("chart", "series")) != 2 {
		t.Fatalf("%s", a.Text)
	}
	for g := range 2 {
		for s := range 3 {
			sum, n := 0.0, 0.0
			for i := g; i < 25; i += 2 {
				sum, n = sum+float64(i)+float64(s)/4, n+1
			}
			if got := a.number("chart", "series", g, "mean", s); math.Abs(got-sum/n) > 1e-12 {
				t.Errorf("group %d step %d: %v, want %v", g, s, got, sum/n)
			}
		}
	}
}

func TestReq_WS_15_AGroupHasItsVariance(t *testing.T) {
	c := newCast(t, "ann")
	a := grouped(c, c.runs(25))
	for g := range 2 {
		sum, squares, n := 0.0, 0.0, 0.0
		for i := g; i < 25; i += 2 {
			sum, n = sum+float64(i), n+1
		}
		for i := g; i < 25; i += 2 {
			squares += (float64(i) - sum/n) * (float64(i) - sum/n)
		}
		sd := a.number("chart", "series", g, "stddev", 0)
		if math.Abs(sd*sd-squares/(n-1)) > 1e-9 && math.Abs(sd*sd-squares/n) > 1e-9 {
			t.Errorf("group %d: %v, want the root of %v", g, sd, squares/(n-1))
		}
		for _, name := range []string{"min", "max", "stderr", "variance"} {
			if a.at("chart", "series", g, name, 0) == nil {
				t.Errorf("no %s", name)
			}
		}
	}
	panel := c.panelOf("ann", obj{"kind": "grouped_line", "metrics": []string{"loss"}, "quantiles": []float64{0.5}, "band": "quantiles"})
	if q := c.ok("ann", "GET", panel+"/data", nil); q.at("chart", "series", 0, "quantiles", 0) == nil {
		t.Errorf("%s", q.Text)
	}
}

func TestReq_WS_16_SortedByAnyValue(t *testing.T) {
	c := newCast(t, "ann")
	p := c.Entity + "/" + c.Project
	c.log("ann", obj{"project": p, "run": "x", "summary": obj{"acc": 0.5}}, obj{"project": p, "run": "nan", "summary": obj{"acc": "NaN"}},
		obj{"project": p, "run": "y", "summary": obj{"acc": 0.9}}, obj{"project": p, "run": "none", "summary": obj{"other": 1}}, obj{"project": p, "run": "z", "summary": obj{"acc": 0.1}})
	for order, want := range map[string][]string{"asc": {"z", "x", "y"}, "desc": {"y", "x", "z"}} {
		pos := c.ok("ann", "PATCH", c.own(), obj{"sort": []string{"summary.acc:" + order}}).text("position")
		got := c.ok("ann", "GET", c.own()+"/runs?wait_for="+pos, nil).ids()
		if len(got) != 5 || !slices.Equal(got[:3], want) {
			t.Errorf("%s: %v", order, got)
		}
	}
	c.event("workspace.sort_set.v1", c.log("ann", obj{"project": p, "run": "x", "summary": obj{"acc": 1}}), 2)
	c.want(422, "ann", "PATCH", c.own(), obj{"sort": []string{"summary.acc:up"}})
}

func TestReq_WS_17_SortingChangesWhatTheGraphsShow(t *testing.T) {
	c := newCast(t, "ann")
	pos := c.runs(12)
	panel := c.panelOf("ann", obj{"kind": "line", "metrics": []string{"loss"}})
	c.ok("ann", "PATCH", c.own(), obj{"sort": []string{"summary.loss:asc"}})
	best := newest(12)
	slices.Reverse(best)
	if got := c.shown("ann", panel, pos); !slices.Equal(got, best[:10]) {
		t.Errorf("%v", got)
	}
	c.ok("ann", "PATCH", c.own(), obj{"sort": []string{"summary.loss:desc"}})
	if got := c.shown("ann", panel, pos); !slices.Equal(got, newest(12)[:10]) {
		t.Errorf("%v", got)
	}
	c.ok("ann", "PATCH", panel, obj{"sort": []string{"summary.loss:asc"}, "max_runs": 2}) // the panel's own goes before
	if got := c.shown("ann", panel, pos); !slices.Equal(got, best[:2]) {
		t.Errorf("%v", got)
	}
}

func TestReq_WS_18_SidebarAndTableAreOneRunSet(t *testing.T) {
	c := newCast(t, "ann")
	c.runs(4)
	panel := c.panelOf("ann", obj{"kind": "line", "metrics": []string{"loss"}})
	before := c.ok("ann", "GET", c.own(), nil).text("run_set", "id")
	c.ok("ann", "PATCH", c.own(), obj{"filter": "config.lr > 1", "sort": []string{"id:asc"}, "search": "run"})
	id := c.ok("ann", "GET", c.own(), nil).text("run_set", "id")
	table, plot := c.ok("ann", "GET", c.own()+"/runs", nil), c.ok("ann", "GET", panel+"/data", nil)
	if id == "" || id == before || table.text("run_set", "id") != id || plot.text("run_set", "id") != id {
		t.Errorf("%q, %q: %s %s", before, id, table.Text, plot.Text)
	}
	if got := table.ids(); !slices.Equal(got, []string{"run-02", "run-03"}) {
		t.Errorf("%v", got)
	}
}

func TestReq_WS_19_HowManyRunsThereAre(t *testing.T) {
	c := newCast(t, "ann")
	c.runs(7)
	c.ok("ann", "DELETE", c.At+"/runs/run-03", nil)
	c.ok("ann", "PATCH", c.own(), obj{"search": "run-01"})
	if w := c.ok("ann", "GET", c.own(), nil); w.number("total") != 6 {
		t.Errorf("%s", w.Text)
	}
}

func TestReq_WS_20_HowManyAreVisualized(t *testing.T) {
	c := newCast(t, "ann")
	c.runs(7)
	if w := c.ok("ann", "GET", c.own(), nil); w.number("visualized") != 7 {
		t.Errorf("%s", w.Text)
	}
	w := c.ok("ann", "PATCH", c.own(), obj{"visibility": obj{"run-00": false, "run-01": false, "run-02": true}})
	if w.number("visualized") != 5 {
		t.Errorf("%s", w.Text)
	}
	c.ok("ann", "DELETE", c.At+"/runs/run-00", nil)
	if w := c.ok("ann", "GET", c.own(), nil); w.number("visualized") != 5 || w.number("total") != 6 {
		t.Errorf("%s", w.Text)
	}
	if w := c.ok("ann", "PATCH", c.own(), obj{"visibility_default": false}); w.number("visualized") != 1 {
		t.Errorf("%s", w.Text)
	}
}

func TestReq_WS_21_TenRunsByDefault(t *testing.T) {
	c := newCast(t, "ann")
	pos := c.runs(13)
	panel := c.panelOf("ann", obj{"kind": "line", "metrics": []string{"loss"}})
	a := c.ok("ann", "GET", panel, nil)
	if a.number("max_runs") != 10 || a.number("spec", "max_runs") != 10 {
		t.Errorf("%s", a.Text)
	}
	if got := c.shown("ann", panel, pos); !slices.Equal(got, newest(13)[:10]) {
		t.Errorf("%v", got)
	}
	auto := c.ok("ann", "GET", c.own()+"/panels?q=val/acc", nil)
	if got := c.shown("ann", c.own()+"/panels/"+auto.text("panels", 0, "id"), pos); len(got) != 10 {
		t.Errorf("%v", got)
	}
}

func TestReq_WS_22_APanelCanShowMore(t *testing.T) {
	c := newCast(t, "ann")
	pos := c.runs(13)
	panel := c.panelOf("ann", obj{"kind": "line", "metrics": []string{"loss"}})
	a := c.ok("ann", "PATCH", panel, obj{"max_runs": 5000})
	if got := c.shown("ann", panel, pos); len(got) != 13 || a.number("max_runs") != 5000 {
		t.Errorf("%v %s", got, a.Text)
	}
	e := c.event("panel.edited.v1", a.text("position"), 1)
	if fmt.Sprint(e["before"], e["after"]) != "map[max_runs:10] map[max_runs:5000]" {
		t.Errorf("%v", e)
	}
	c.want(422, "ann", "PATCH", panel, obj{"max_runs": 0})
}
