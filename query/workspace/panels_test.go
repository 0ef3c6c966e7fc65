package workspace

import (
	"encoding/json"
	"testing"
)

// TestANewPanelStandsBesideAnother: such as a duplicate.
func TestANewPanelStandsBesideAnother(t *testing.T) {
	r := newRig(t)
	r.logged(1, "loss")
	var section struct{ ID string }
	if err := json.Unmarshal(r.want(200, "POST", me+"/sections", obj{"title": "S"}), &section); err != nil {
		t.Fatal(err)
	}
	panels := me + "/sections/" + section.ID + "/panels"
	add := func(text string, more obj) (id string) {
		spec := obj{"kind": "markdown", "title": text}
		for k, v := range more {
			spec[k] = v
		}
		var p Panel
		if err := json.Unmarshal(r.want(200, "POST", panels, spec), &p); err != nil {
			t.Fatal(err)
		}
		return p.ID
	}
	a := add("a", nil)
	add("c", nil)
	b := add("b", obj{"after": a})
	add("x", obj{"before": b})
	r.want(422, "POST", panels, obj{"kind": "markdown", "after": "nobody"})
	var page struct{ Panels []Panel }
	if err := json.Unmarshal(r.want(200, "GET", panels, nil), &page); err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, p := range page.Panels {
		got += p.Title
		if p.Spec["after"] != nil || p.Spec["before"] != nil {
			t.Errorf("%s keeps where it was put: %v", p.Title, p.Spec)
		}
	}
	if got != "axbc" {
		t.Errorf("they stand as %s", got)
	}
}
