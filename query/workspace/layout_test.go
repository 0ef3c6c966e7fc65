package workspace

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"runledger/catalog"
	"runledger/internal/position"
)

const ws = "user-ann"

func doc(kind, id, parent string, fields string) *catalog.Document {
	d := &catalog.Document{Kind: kind, ID: id, Root: ws, Parent: parent, Order: "V0000001", Version: 9, Fields: map[string]json.RawMessage{}}
	if err := json.Unmarshal([]byte(fields), &d.Fields); err != nil {
		panic(err)
	}
	return d
}

// picture is a layout in a line: sections with the titles of their panels.
func picture(l *layout) string {
	var all []string
	for _, s := range l.sections {
		titles := make([]string, len(s.panels))
		for i, p := range s.panels {
			titles[i] = p.title()
		}
		all = append(all, s.title()+"("+strings.Join(titles, " ")+")")
	}
	return strings.Join(all, " ")
}

func TestWhatArrangesItself(t *testing.T) {
	m := newMetricList([]string{"val/acc", "train/loss", "epoch", "train/acc", "/odd"}, []string{"gpu", "cpu"}, position.Position{})
	section := func(title string) string { return sectionID(ws, title, false) }
	panel := func(name string) string { return autoID(ws, ofPanel, name) }
	deleted := func(d *catalog.Document) *catalog.Document { d.Deleted = true; return d }
	for _, c := range []struct {
		what string
		w    stored
		want string
	}{
		{"nothing stored", stored{id: ws}, "Charts(/odd epoch) train(train/acc train/loss) val(val/acc) System(cpu gpu)"},
		{"switched off", stored{id: ws, doc: doc("workspace", ws, "", `{"auto":false}`)}, ""},
		{"a panel of a person's shows the metric", stored{id: ws,
			sections: []*catalog.Document{doc("section", "s1", "", `{"title":"Mine","place":"zV"}`)},
			panels:   []*catalog.Document{doc("panel", "p1", "s1", `{"kind":"line","metrics":["train/loss","epoch"]}`)},
		}, "Charts(/odd) train(train/acc) val(val/acc) System(cpu gpu) Mine(train/loss, epoch)"},
		{"it shows it no longer", stored{id: ws,
			sections: []*catalog.Document{doc("section", "s1", "", `{"title":"Mine","place":"zV"}`)},
			panels:   []*catalog.Document{deleted(doc("panel", "p1", "s1", `{"kind":"line","metrics":["train/loss","epoch"]}`))},
		}, "Charts(/odd epoch) train(train/acc train/loss) val(val/acc) System(cpu gpu) Mine()"},
		{"its panel is deleted", stored{id: ws, panels: []*catalog.Document{deleted(doc("panel", panel("train/loss"), section("train"), `{"auto_for":"train/loss"}`))}},
			"Charts(/odd epoch) train(train/acc) val(val/acc) System(cpu gpu)"},
		{"its section is deleted", stored{id: ws, sections: []*catalog.Document{deleted(doc("section", section("train"), "", `{"auto_for":"train"}`))}},
			"Charts(/odd epoch) val(val/acc) System(cpu gpu)"},
		{"its section has another title, and stays where it was", stored{id: ws, sections: []*catalog.Document{doc("section", section("train"), "", `{"auto_for":"train","title":"T"}`)}},
			"Charts(/odd epoch) T(train/acc train/loss) val(val/acc) System(cpu gpu)"},
		{"its panel was moved into another section", stored{id: ws, panels: []*catalog.Document{doc("panel", panel("train/loss"), section("val"), `{"auto_for":"train/loss","in_section":"val"}`)}},
			"Charts(/odd epoch) train(train/acc) val(train/loss val/acc) System(cpu gpu)"},
		{"a panel in a section whose metrics are gone", stored{id: ws, panels: []*catalog.Document{doc("panel", "p", section("gone"), `{"kind":"markdown","title":"note","in_section":"gone"}`)}},
			"Charts(/odd epoch) gone(note) train(train/acc train/loss) val(val/acc) System(cpu gpu)"},
		{"a changed panel of a metric that is gone", stored{id: ws, panels: []*catalog.Document{doc("panel", panel("gone/m"), section("gone"), `{"auto_for":"gone/m","in_section":"gone","max_runs":3}`)}},
			"Charts(/odd epoch) gone(gone/m) train(train/acc train/loss) val(val/acc) System(cpu gpu)"},
	} {
		if got := picture(arrange(c.w, m)); got != c.want {
			t.Errorf("%s:\n%s, want\n%s", c.what, got, c.want)
		}
	}
}

// A copy looks like what it's a copy of, and goes on following the metrics.
func TestCopiesLookAlike(t *testing.T) {
	m := newMetricList([]string{"a/x", "a/y", "b/x", "plain"}, []string{"gpu"}, position.Position{})
	gone := doc("panel", autoID(ws, ofPanel, "a/y"), sectionID(ws, "a", false), `{"auto_for":"a/y"}`)
	gone.Deleted = true
	w := stored{
		id: ws, doc: doc("workspace", ws, "", `{"filter":"state = \"finished\"","visibility.3":false}`),
		sections: []*catalog.Document{doc("section", "s1", "", `{"title":"Mine","place":"wV"}`), doc("section", sectionID(ws, "b", false), "", `{"auto_for":"b","collapsed":true}`)},
		panels: []*catalog.Document{
			doc("panel", "p1", "s1", `{"kind":"markdown","text":"hello","title":"note"}`),
			doc("panel", autoID(ws, ofPanel, "plain"), "s1", `{"auto_for":"plain","max_runs":50}`), gone,
		},
	}
	was := arrange(w, m)
	for round := range 2 { // a copy of the copy too
		id := fmt.Sprint("v-", round)
		copied := stored{id: id, doc: &catalog.Document{ID: id, Fields: copyOf(w, was, id)}}
		is := arrange(copied, m)
		if picture(is) != picture(was) {
			t.Errorf("%s, want %s", picture(is), picture(was))
		}
		if string(copied.raw("filter")) != string(w.raw("filter")) || copied.raw("visibility.3") == nil {
			t.Errorf("%s", copied.doc.Fields)
		}
		p := is.panel(autoID(id, ofPanel, "plain"))
		if p == nil || copied.maxRunsOf(p) != 50 || p.in != autoID(id, ofCopy, "s1") && round == 0 {
			t.Errorf("%+v", p)
		}
		w, was = copied, is
	}
}
