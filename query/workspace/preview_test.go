package workspace

import (
	"encoding/json"
	"net/http"
	"testing"
)

// A preview shows what the panel shows once it's there, and leaves nothing behind.
func TestPreviewShowsWhatThePanelWill(t *testing.T) {
	r := newRig(t)
	r.logged(3, "loss")
	r.want(200, "PATCH", me, obj{"visibility": obj{"run-01": false}})
	spec := obj{"kind": "bar", "metrics": []string{"loss"}, "max_runs": 7}
	preview := r.want(200, "POST", me+"/panels:preview", spec)
	if _, text := r.ask(http.MethodGet, me+"/panels?q=loss", nil); json.Valid(text) {
		var found struct{ Panels []Panel }
		if err := json.Unmarshal(text, &found); err != nil || len(found.Panels) != 1 || !found.Panels[0].Auto {
			t.Errorf("a preview made a panel: %s", text)
		}
	}
	var section struct{ ID string }
	if err := json.Unmarshal(r.want(200, "POST", me+"/sections", obj{"title": "S"}), &section); err != nil {
		t.Fatal(err)
	}
	var added Panel
	if err := json.Unmarshal(r.want(200, "POST", me+"/sections/"+section.ID+"/panels", spec), &added); err != nil {
		t.Fatal(err)
	}
	type shown struct {
		Shows string
		Total int
		Runs  []struct{ ID string }
		Error *DataFault
	}
	var before, after shown
	if json.Unmarshal(preview, &before) != nil || json.Unmarshal(r.want(200, "GET", me+"/panels/"+added.ID+"/data", nil), &after) != nil {
		t.Fatalf("%s", preview)
	}
	if before.Shows != showsRuns || before.Total != 2 || len(before.Runs) != 2 || len(after.Runs) != 2 || before.Runs[0] != after.Runs[0] || before.Error != nil {
		t.Errorf("preview %+v, panel %+v", before, after)
	}
}

func TestPreviewOfABadSpecSaysWhatIsWrong(t *testing.T) {
	r := newRig(t)
	r.logged(1, "loss")
	for field, spec := range map[string]obj{"metrics": {"kind": "line"}, "x_field": {"kind": "scatter", "y_field": "summary.loss"}, "filter": {"kind": "line", "metrics": []string{"loss"}, "filter": "lr >"}} {
		var d struct{ Error *DataFault }
		if err := json.Unmarshal(r.want(200, "POST", me+"/panels:preview", spec), &d); err != nil || d.Error == nil || d.Error.Field != field {
			t.Errorf("%s: %+v %v", field, d.Error, err)
		}
	}
}
