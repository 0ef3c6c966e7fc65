package workspace

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"testing"

	"pgregory.net/rapid"
)

// looks is the whole workspace, but for when it was asked.
func (r *rig) looks(asOf string) string {
	r.t.Helper()
	var w obj
	path := me + "?page_size=1000"
	if asOf != "" {
		path += "&as_of=" + url.QueryEscape(asOf)
	}
	if err := json.Unmarshal(r.want(http.StatusOK, http.MethodGet, path, nil), &w); err != nil {
		r.t.Fatal(err)
	}
	for _, name := range []string{"position", "editable"} {
		delete(w, name)
	}
	text, _ := json.Marshal(w)
	return string(text)
}

// some draws the id of a section or panel that is there now.
func some(t *rapid.T, r *rig) (section, panel string) {
	var w struct{ Sections []Section }
	if err := json.Unmarshal(r.want(http.StatusOK, http.MethodGet, me+"?page_size=1000", nil), &w); err != nil {
		t.Fatal(err)
	}
	if len(w.Sections) == 0 {
		return "none", "none"
	}
	s := rapid.SampledFrom(w.Sections).Draw(t, "section")
	if len(s.Panels) == 0 {
		return s.ID, "none"
	}
	return s.ID, rapid.SampledFrom(s.Panels).Draw(t, "panel").ID
}

// What a workspace looked like at each position is what as_of shows of it later.
func TestThePastLooksAsItDid(t *testing.T) {
	r := newRig(t)
	r.logged(3, "loss", "train/acc", "train/loss", "val/acc")
	rapid.Check(t, func(t *rapid.T) {
		saw := map[string]string{}
		for i := range 12 {
			section, panel := some(t, r)
			to, _ := some(t, r)
			var method, path string
			var body any
			switch rapid.IntRange(0, 9).Draw(t, "edit") {
			case 0:
				method, path, body = "PATCH", "", obj{"search": fmt.Sprint(i), "visibility": obj{"run-01": i%2 == 0}}
			case 1:
				method, path, body = "POST", "/sections", obj{"title": fmt.Sprint("S", i), "before": section}
			case 2:
				method, path, body = "PATCH", "/sections/"+section, obj{"collapsed": i%2 == 0, "layout": "custom"}
			case 3:
				method, path, body = "POST", "/sections/"+section+"/move", obj{"after": to}
			case 4:
				method, path, body = "POST", "/sections/"+section+"/panels", obj{"kind": "line", "metrics": []string{"loss"}}
			case 5:
				method, path, body = "PATCH", "/panels/"+panel, obj{"max_runs": 1 + i, "title": nil}
			case 6:
				method, path, body = "POST", "/panels/"+panel+"/move", obj{"section": to, "index": i % 3}
			case 7:
				method, path = "DELETE", "/panels/"+panel
			case 8:
				method, path = "DELETE", "/sections/"+section
			case 9:
				method, path = "POST", "/clear"
			}
			status, text := r.ask(method, me+path, body)
			if status >= 500 || status == http.StatusBadRequest {
				t.Fatalf("%s %s %v: %d %s", method, path, body, status, text)
			}
			var c struct{ Position string }
			if json.Unmarshal(text, &c) == nil && status == http.StatusOK {
				r.tables.Board.AdvanceActions(r.catalog.Next())
				saw[c.Position] = r.looks("")
			}
		}
		for position, was := range saw {
			if is := r.looks(position); is != was {
				t.Fatalf("as of %s\n%s\nit was\n%s", position, is, was)
			}
		}
	})
}
