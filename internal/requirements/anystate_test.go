package requirements

import (
	"fmt"
	"strings"
	"testing"
)

func TestReq_FAQ_6_AClearedWorkspace(t *testing.T) {
	c := newCast(t, "ann")
	c.runs(2)
	c.ok("ann", "PATCH", c.own(), obj{"search": "run-01", "visibility": obj{"run-00": false}})
	c.ok("ann", "DELETE", c.section("train"), nil)
	c.ok("ann", "PATCH", c.section("val"), obj{"title": "Validation"})
	c.ok("ann", "POST", c.own()+"/sections", obj{"title": "Mine"})
	c.wantTitles("Charts", "Validation", "Mine")
	a := c.ok("ann", "POST", c.own()+"/clear", nil)
	c.wantTitles("Charts", "train", "val")
	if w := c.ok("ann", "GET", c.own(), nil); w.number("visualized") != 2 || w.at("fields", "search") != nil {
		t.Errorf("%s", w.Text)
	}
	if e := c.event("workspace.cleared.v1", a.text("position"), 1); !strings.Contains(fmt.Sprint(e["before"]), "Validation") {
		t.Errorf("%v", e)
	}
	c.ok("ann", "POST", c.own()+"/undo", obj{})
	c.wantTitles("Charts", "Validation", "Mine")
	if w := c.ok("ann", "GET", c.own(), nil); w.number("visualized") != 1 || w.text("fields", "search") != "run-01" {
		t.Errorf("%s", w.Text)
	}
}

func TestReq_FAQ_7_NoLoggedValueMakesThePageUnopenable(t *testing.T) {
	c := newCast(t, "ann")
	long := strings.Repeat("x", 1<<20)
	var pos string
	for i, values := range []string{
		`{"big":9223372036854775808,"nan":NaN,"":1,"inf":-Infinity,"between":[1e20,-9.3e18]}`, `{"huge":1e400}`, `{"big":1e20,"huge":1e300,"nan":"NaN"}`, `{"big":18446744073709551616,"huge":-0.0}`, `{"big":-9223372036854775809,"":{"":{"":2}},"nan":"NaN","deep":` + strings.Repeat(`{"a":`, 50) + "1" + strings.Repeat("}", 50) + `}`,
		`{"long":"` + long[:900_000] + `"}`, `{"` + long[:1000] + `":18446744073709551615}`,
	} {
		line := fmt.Sprintf(`{"project":"%s/%s","run":"r%d","step":1,"metrics":{"loss":%d},"config":%s,"summary":%s}`, c.Entity, c.Project, i, i, values, values)
		a := c.do("ann", "POST", "/api/v1/ingest", line+"\n")
		if a.Status != 202 {
			t.Logf("refused: %d %.300s", a.Status, a.Text) // that's fine, too: it isn't stored
			continue
		}
		if p := a.text("position"); p != "" {
			pos = p
		}
	}
	c.seen(pos)
	c.ok("ann", "PATCH", c.own(), obj{"columns": []string{"config.big", "summary.huge", `config.""`}, "sort": []string{"summary.nan:asc", "config.big:desc"}, "note": long[:200_000]})
	for _, kind := range []obj{{"kind": "run_comparer"}, {"kind": "bar", "metrics": []string{"loss", "big"}}, {"kind": "scatter", "x_field": "config.big", "y_field": "summary.nan"}, {"kind": "line", "metrics": []string{"loss", "nan", ""}}} {
		panel := c.panelOf("ann", kind)
		if d := c.want(200, "ann", "GET", panel+"/data?wait_for="+pos, nil); d.at("error") != nil {
			t.Errorf("%v: %.500s", kind, d.Text)
		}
	}
	for _, path := range []string{"", "/runs", "/sections", "/panels"} {
		c.want(200, "ann", "GET", c.own()+path, nil)
	}
	for _, path := range []string{"", "/runs", "/runs/r0", "/keys", "/runs" + query("as_of", pos, "filter", "config.big > 1e19 or config.between has 1e20")} {
		c.want(200, "ann", "GET", c.At+path, nil)
	}
}
