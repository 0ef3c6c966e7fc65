package workspace

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"runledger/catalog"
	"runledger/event/pb"
	"runledger/internal/position"
)

// garbage is JSON that may stand in any field.
var garbage = []string{
	`9223372036854775808`, `-9223372036854775809`, `1e400`, `-1e400`, `1e-400`, `"NaN"`, `"Infinity"`, `null`, `true`, `false`, `0`, `-0.0`, `-1`, `1.5`,
	`""`, `" "`, `"\u0000"`, `"\ud800"`, `[]`, `{}`, `[null]`, `[[]]`, `[1,2]`, `["a",1]`, `[""]`, `{"":""}`, `{"metric":null}`, `{"metric":3}`, `{"w":1e400,"h":"x"}`, `{"min":"a","max":[]}`,
	`{"all_except":null}`, `{"all_except":[1]}`, `{"and":[{"field":"","op":"=","value":1e400}]}`, `{"and":{}}`, `"config.lr >"`, `"(((("`, `"[a-"`, `"line"`, `"regex"`, `"custom"`, `"step"`,
	`["summary.loss:up"]`, `[":"]`, `["config.a:asc"]`, `["loss"]`, `"loss"`, `{"kind":"ema","weight":1}`, `[{"field":"a"},{"field":null},3]`, `{"deleted":true}`, `"zV"`, `"0"`, `"ünï"`,
	`"` + strings.Repeat("x", 200_000) + `"`, `[` + strings.Repeat(`"k",`, 5000) + `"k"]`, strings.Repeat("[", 1000) + strings.Repeat("]", 1000), `[9223372036854775808]`, `{"weight":1e400}`,
}

// names of fields that are read, and some that aren't.
func fieldNames() []string {
	all := append([]string{"", " ", "place", "auto_for", "auto_system", "in_section", "panels", "source", "visibility.1", "visibility.x", "visibility.", "visibility.18446744073709551616",
		"copied.section.", "copied.section.auto-a", "copied.section.x", "copied.panel.auto-b", "copied.panel.", "id", "version", "unknown"}, defaultsOfPanels...)
	for _, list := range [][]field{workspaceFields, sectionFields, panelCommon} {
		for _, f := range list {
			all = append(all, f.name)
		}
	}
	for _, k := range panelKinds {
		for _, f := range k.fields {
			all = append(all, f.name)
		}
	}
	return all
}

// opens reads everything that there is to read.
func (r *rig) opens(section, panel string) (int, string) {
	for _, path := range []string{"", "?page_size=1000", "/sections", "/panels", "/panels?q=x", "/runs", "/sections/" + section + "/panels", "/panels/" + panel, "/panels/" + panel + "/data"} {
		status, text := r.ask(http.MethodGet, me+path, nil)
		if status != http.StatusOK && !(status == http.StatusNotFound && strings.HasPrefix(path, "/sections/") || status == http.StatusNotFound && strings.HasPrefix(path, "/panels/")) {
			return status, path + ": " + string(text[:min(len(text), 500)])
		}
		if !json.Valid(text) {
			return status, path + " isn't JSON"
		}
	}
	if status, text := r.ask(http.MethodGet, project+"/workspaces", nil); status != http.StatusOK {
		return status, string(text)
	}
	return http.StatusOK, ""
}

// Whatever is stored in whatever field, by events that no route has looked at, the page
// opens, and the panel that is bad says so.
func TestReq_FAQ_7_WhateverIsStoredThePageOpens(t *testing.T) {
	r := newRig(t)
	r.logged(2, "loss", "train/acc", "")
	names := fieldNames()
	ids := 0
	rapid.Check(t, func(t *rapid.T) {
		ids++
		section, panel := fmt.Sprint("s", ids), fmt.Sprint("p", ids)
		fields := func(what string) []byte {
			f := Fields{}
			for range rapid.IntRange(0, 6).Draw(t, what) {
				v := rapid.SampledFrom(garbage).Draw(t, "value")
				if rapid.IntRange(0, 3).Draw(t, "number") == 0 {
					v = fmt.Sprintf("%de%d", rapid.Int64().Draw(t, "mantissa"), rapid.IntRange(-500, 500).Draw(t, "exponent"))
				}
				f[rapid.SampledFrom(names).Draw(t, "field")] = json.RawMessage(v)
			}
			return rawObject(f)
		}
		kind := rapid.SampledFrom(append(kindNames(), "pie")).Draw(t, "kind")
		spec := strings.Replace(string(fields("panel")), "{", `{"kind":"`+kind+`",`, 1)
		spec = strings.Replace(spec, ",}", "}", 1)
		for _, e := range []*pb.Event{
			{Body: &pb.Event_WorkspaceCleared{WorkspaceCleared: &pb.WorkspaceCleared{Project: 1, Id: "user-ann"}}},
			{Body: &pb.Event_WorkspaceEdited{WorkspaceEdited: &pb.DocumentEdited{Project: 1, Id: "user-ann", SetJson: fields("workspace")}}},
			{Body: &pb.Event_SectionAdded{SectionAdded: &pb.DocumentAdded{Project: 1, Id: section, Root: "user-ann", FieldsJson: fields("section")}}},
			{Body: &pb.Event_SectionEdited{SectionEdited: &pb.DocumentEdited{Project: 1, Id: autoPrefix + "x", Root: "user-ann", SetJson: fields("auto section")}}},
			{Body: &pb.Event_PanelAdded{PanelAdded: &pb.DocumentAdded{Project: 1, Id: panel, Root: "user-ann", Parent: section, FieldsJson: []byte(spec)}}},
			{Body: &pb.Event_PanelEdited{PanelEdited: &pb.DocumentEdited{Project: 1, Id: autoID("user-ann", ofPanel, "loss"), Root: "user-ann", Parent: sectionID("user-ann", plainSection, false), SetJson: fields("auto panel")}}},
		} {
			r.do(e) // refused ones are fine
		}
		if status, what := r.opens(section, panel); status != http.StatusOK {
			t.Fatalf("%d %s", status, what)
		}
		if status, what := r.opens(sectionID("user-ann", plainSection, false), autoID("user-ann", ofPanel, "loss")); status != http.StatusOK {
			t.Fatalf("%d %s", status, what)
		}
	})
}

// rawObject writes fields that needn't be valid.
func rawObject(f Fields) []byte {
	b := []byte{'{'}
	for name, v := range f {
		if len(b) > 1 {
			b = append(b, ',')
		}
		b = append(append(append(b, quoted(name)...), ':'), v...)
	}
	return append(b, '}')
}

func TestBadPanelsSayWhatIsWrong(t *testing.T) {
	r := newRig(t)
	r.logged(1, "loss", "other")
	r.do(&pb.Event{Body: &pb.Event_SectionAdded{SectionAdded: &pb.DocumentAdded{Project: 1, Id: "s", Root: "user-ann"}}})
	for field, spec := range map[string]string{
		"kind": `{}`, "metrics": `{"kind":"line","metrics":3}`, "x_field": `{"kind":"scatter","x_field":[],"y_field":"config.a"}`,
		"filter": `{"kind":"line","metrics":["loss"],"filter":"lr >"}`, "search": `{"kind":"line","metrics":["loss"],"search":"(","search_mode":"regex"}`,
		"max_runs": `{"kind":"line","metrics":["loss"],"max_runs":9223372036854775808}`, "smoothing": `{"kind":"line","metrics":["loss"],"smoothing":{"kind":"ema","weight":1e400}}`,
	} {
		r.do(&pb.Event{Body: &pb.Event_PanelAdded{PanelAdded: &pb.DocumentAdded{Project: 1, Id: "p-" + field, Root: "user-ann", Parent: "s", FieldsJson: []byte(spec)}}})
		var p Panel
		if err := json.Unmarshal(r.want(200, "GET", me+"/panels/p-"+field, nil), &p); err != nil || p.Error == nil || p.Error.Field != field {
			t.Errorf("%s: %+v %v", field, p.Error, err)
		}
		var d struct{ Error *DataFault }
		if err := json.Unmarshal(r.want(200, "GET", me+"/panels/p-"+field+"/data", nil), &d); err != nil || d.Error == nil || d.Error.Field != field {
			t.Errorf("%s: %+v %v", field, d.Error, err)
		}
	}
	var w struct{ Sections []Section }
	if err := json.Unmarshal(r.want(200, "GET", me+"?page_size=100", nil), &w); err != nil || len(w.Sections) != 2 {
		t.Fatalf("%+v %v", w, err)
	}
	for _, s := range w.Sections {
		for _, p := range s.Panels {
			if (p.Error == nil) != p.Auto {
				t.Errorf("%+v", p)
			}
		}
	}
}

// FuzzArrange: any document makes a layout that can be written.
func FuzzArrange(f *testing.F) {
	for i, g := range garbage {
		if len(g) < 1000 {
			f.Add(fmt.Sprintf(`{"kind":"line","metrics":%s,"max_runs":%s,"title":%s,"place":%s}`, g, g, g, g), fmt.Sprintf(`{"copied.panel.auto-x":%s,"auto":%s,"filter":%s}`, g, g, g), i%2 == 0)
		}
	}
	m := newMetricList([]string{"a/b", "", "/", "é"}, []string{"gpu"}, position.Position{})
	f.Fuzz(func(t *testing.T, panel, root string, deleted bool) {
		var pf, wf map[string]json.RawMessage
		if json.Unmarshal([]byte(panel), &pf) != nil || json.Unmarshal([]byte(root), &wf) != nil {
			return
		}
		document := func(kind, id, parent string, f map[string]json.RawMessage) *catalog.Document {
			return &catalog.Document{Kind: kind, ID: id, Parent: parent, Fields: f, Order: "V"}
		}
		w := stored{
			id: "user-x", doc: document("workspace", "user-x", "", wf), sections: []*catalog.Document{document("section", "s", "", pf), document("section", "auto-s", "", wf)},
			panels: []*catalog.Document{document("panel", "p", "s", pf), document("panel", "auto-x", "auto-s", wf), document("panel", "q", "auto-other", pf)},
		}
		w.sections[1].Deleted = deleted
		l := arrange(w, m)
		for _, s := range l.sections {
			out := showWithPanels(w, s, 0)
			if _, err := json.Marshal(out); err != nil {
				t.Fatal(err)
			}
			for _, p := range s.panels {
				set := w.runSet(p)
				set.show()
				set.withoutHidden()
				w.alone(p)
				(&drawing{w: w, panel: p, set: set}).chartRequest()
				cursorOf(&p.part)
			}
		}
		if b, err := json.Marshal(copyOf(w, l, "v-1")); err != nil {
			t.Fatalf("%v %s", err, b)
		}
	})
}
