package requirements

import (
	"strings"
	"testing"
)

func TestReq_NAV_1_AProjectLinksToItsCollections(t *testing.T) {
	c := newCast(t, "ann")
	links := c.ok("ann", "GET", c.At, nil).at("links").(map[string]any)
	for _, name := range []string{"overview", "workspaces", "runs", "reports", "sweeps", "artifacts"} {
		link, _ := links[name].(string)
		if !strings.HasPrefix(link, c.At) {
			t.Errorf("%s: %q", name, link)
			continue
		}
		c.want(200, "ann", "GET", link, nil)
	}
}

func TestReq_NAV_2_RunsOfAProjectWithTheirConfig(t *testing.T) {
	c := newCast(t, "ann")
	other := "elsewhere"
	c.ok("ann", "POST", "/api/v1/projects", obj{"name": other})
	c.log("ann", obj{"project": c.Entity + "/" + c.Project, "run": "a", "config": obj{"arch": "cnn", "lr": 0.1}},
		obj{"project": c.Entity + "/" + other, "run": "b", "config": obj{"arch": "mlp"}})
	page := c.ok("ann", "GET", c.At+"/runs?filter=config.arch%20%3D%20%22cnn%22&sort=config.lr:desc", nil)
	if page.number("total") != 1 || page.text("runs", 0, "config", "arch") != "cnn" {
		t.Errorf("%s", page.Text)
	}
	if got := len(c.events("project.created.v1", c.log("ann", obj{"project": c.Entity + "/" + c.Project, "run": "c", "step": 1, "metrics": obj{"x": 1}}))); got != 1 {
		t.Errorf("%d project.created", got)
	}
}
