package requirements

import (
	"reflect"
	"testing"
)

// TestMetricsOfARun: what a run has points of is listed, hidden from its summary or not,
// as of then, and without other runs' metrics and what was only summed up.
func TestMetricsOfARun(t *testing.T) {
	c := newCast(t, "ann")
	before := c.run("a", 3, "loss")
	c.run("b", 3, "other")
	c.log("ann", obj{"project": c.Entity + "/" + c.Project, "run": "a", "step": 9, "metrics": obj{"val/acc": 1}, "summary": obj{"best": 2}})
	hidden := c.ok("ann", "PATCH", c.At+"/runs/a", obj{"summary": obj{"loss": nil}})
	for query, want := range map[string][]any{
		"?wait_for=" + hidden.text("position"): {"loss", "val/acc"},
		"?as_of=" + before:                     {"loss"},
	} {
		if got := c.ok("ann", "GET", c.At+"/runs/a/metrics"+query, nil).list("metrics"); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v, want %v", query, got, want)
		}
	}
	c.want(404, "ann", "GET", c.At+"/runs/nobody/metrics", nil)
	c.want(404, "ann", "GET", c.At+"/runs/a/value?sha256="+"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", nil)
	c.want(422, "ann", "GET", c.At+"/runs/a/value?sha256=short", nil)
}
