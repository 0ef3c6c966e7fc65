package requirements

import (
	"fmt"
	"slices"
	"testing"
)

func TestReq_TB_1_ATableOfAllRunsWithColumns(t *testing.T) {
	c := newCast(t, "ann")
	c.runs(3)
	columns := []any{"config.lr", obj{"field": "summary.loss", "pinned": true}, obj{"field": "config.arch", "hidden": true}}
	a := c.ok("ann", "PATCH", c.own(), obj{"columns": columns})
	c.event("workspace.columns_set.v1", a.text("position"), 1)
	p := c.ok("ann", "GET", c.own()+"/runs?wait_for="+a.text("position"), nil)
	if len(p.list("runs")) != 3 || p.number("runs", 0, "config", "lr") != 2 || p.number("runs", 0, "summary", "loss") != 2.5 || p.at("runs", 0, "config", "arch") != nil {
		t.Errorf("%s", p.Text)
	}
	keys := c.ok("ann", "GET", c.At+"/keys", nil)
	if keys.text("config", 1, "key") != "config.lr" || keys.number("config", 1, "types", "number") != 3 || keys.number("config", 0, "runs") != 3 || len(keys.list("run")) == 0 {
		t.Errorf("%s", keys.Text)
	}
	c.want(422, "ann", "PATCH", c.own(), obj{"columns": []any{obj{"pinned": true}}})
}

func TestReq_TB_2_Filter(t *testing.T) {
	c := newCast(t, "ann")
	c.runs(6)
	c.ok("ann", "PATCH", c.own(), obj{"filter": "summary.loss > 3 or config.lr = 0"})
	if a := c.ok("ann", "GET", c.own()+"/runs", nil); !slices.Equal(a.ids(), []string{"run-05", "run-04", "run-03", "run-00"}) || a.number("matched") != 4 {
		t.Errorf("%s", a.Text)
	}
}

func TestReq_TB_3_GroupBySeveralKeys(t *testing.T) {
	c := newCast(t, "ann")
	c.runs(5)
	a := c.ok("ann", "PATCH", c.own(), obj{"grouping": []string{"config.arch", "state"}})
	c.event("workspace.grouping_set.v1", a.text("position"), 1)
	g := c.ok("ann", "POST", c.At+"/runs:groups", obj{"by": []string{"config.arch", "state"}, "aggregates": []obj{{"field": "summary.loss", "fn": "max"}, {"field": "config.lr", "fn": "count"}}})
	if g.number("total") != 2 || g.text("groups", 0, "values", 1, "value") != "running" || g.number("groups", 0, "aggregates", 0) != 4.5 || g.number("groups", 0, "aggregates", 1) != 3 {
		t.Errorf("%s", g.Text)
	}
}

func TestReq_TB_4_SortBySeveralKeys(t *testing.T) {
	c := newCast(t, "ann")
	c.runs(5)
	a := c.ok("ann", "PATCH", c.own(), obj{"sort": []string{"config.arch:desc", "config.lr:asc"}})
	c.event("workspace.sort_set.v1", a.text("position"), 1)
	if got := c.ok("ann", "GET", c.own()+"/runs", nil).ids(); !slices.Equal(got, []string{"run-01", "run-03", "run-00", "run-02", "run-04"}) {
		t.Errorf("%v", got)
	}
}

func TestReq_TB_5_TableAndWorkspaceShareOneRunSet(t *testing.T) {
	c := newCast(t, "ann")
	pos := c.runs(6)
	panel := c.panelOf("ann", obj{"kind": "line", "metrics": []string{"loss"}})
	rows := c.panelOf("ann", obj{"kind": "bar", "metrics": []string{"loss"}})
	c.ok("ann", "PATCH", c.own(), obj{"filter": "config.lr >= 2", "sort": []string{"config.lr:asc"}, "visibility": obj{"run-03": false}})
	table := c.ok("ann", "GET", c.own()+"/runs", nil)
	if !slices.Equal(table.ids(), []string{"run-02", "run-03", "run-04", "run-05"}) || fmt.Sprint(table.at("hidden")) != "map[run-03:true]" {
		t.Errorf("%s", table.Text)
	}
	want := []string{"run-02", "run-04", "run-05"}
	if got := c.shown("ann", panel, pos); !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
	bars := c.ok("ann", "GET", rows+"/data", nil)
	if !slices.Equal(bars.ids(), want) || bars.text("run_set", "id") != table.text("run_set", "id") || bars.number("total") != 3 {
		t.Errorf("%s", bars.Text)
	}
	c.want(404, "ann", "GET", panel+"/data?as_of="+pos, nil) // the panel wasn't there yet
}
