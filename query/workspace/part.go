package workspace

import (
	"encoding/json"
	"slices"
	"strings"

	"runledger/catalog"
)

// part is a section or a panel as it is shown: what a document says, over what it was
// copied with, over what arranges itself.
type part struct {
	id    string
	doc   *catalog.Document          // nil: nobody changed it
	base  map[string]json.RawMessage // it's a copy: its fields when it was made
	place string
}

// raw returns a field; one that was set to null isn't there.
func (p *part) raw(name string) json.RawMessage {
	if p.doc != nil {
		if v, ok := p.doc.Fields[name]; ok {
			return given(v)
		}
	}
	return given(p.base[name])
}

func given(v json.RawMessage) json.RawMessage {
	if !isSet(v) {
		return nil
	}
	return v
}

// version is 0 for what nobody changed.
func (p *part) version() uint64 {
	if p.doc == nil {
		return 0
	}
	return p.doc.Version
}

func (p *part) deleted() bool {
	if p.doc != nil {
		return p.doc.Deleted
	}
	return string(p.base["deleted"]) == "true"
}

// settle finds the place: the field, else otherwise, else the fold's.
func (p *part) settle(otherwise string) {
	if t, ok := text(p.raw("place")); ok && isPlace(t) {
		p.place = t
		return
	}
	if p.place = otherwise; p.place == "" && p.doc != nil && isPlace(p.doc.Order) {
		p.place = p.doc.Order
	}
	if p.place == "" {
		p.place = "V"
	}
}

// each calls f for the names of its fields that are set, in order.
func (p *part) each(f func(name string, v json.RawMessage)) {
	var names []string
	for name := range p.base {
		names = append(names, name)
	}
	if p.doc != nil {
		for name := range p.doc.Fields {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		if v := p.raw(name); v != nil && !slices.Contains(ours, name) {
			f(name, v)
		}
	}
}

// section is a section with the panels in it, in order.
type section struct {
	part
	auto   string // the title that it shows the metrics of; "" = none
	system bool
	panels []*panel
}

func (s *section) title() string {
	if t, ok := text(s.raw("title")); ok {
		return t
	}
	return s.auto
}

func (s *section) custom() bool { l, _ := text(s.raw("layout")); return l == "custom" }

// pageSize is how many panels a page has; 0 = all.
func (s *section) pageSize() int {
	if s.custom() {
		return 0
	}
	return whole(s.raw("columns"), 1, maxPageSide, defaultColumns) * whole(s.raw("rows"), 1, maxPageSide, defaultRows)
}

// panel is a panel.
type panel struct {
	part
	in     string // id of its section
	metric string // that it shows by itself; hasMetric tells whether
	system bool
	auto   bool
}

// follow finds out which metric it shows by itself.
func (p *panel) follow() {
	p.metric, p.auto = text(p.raw("auto_for"))
	p.system = flag(p.raw("auto_system"), false)
}

// get returns a field of the panel's spec.
func (p *panel) get(name string) json.RawMessage {
	if v := p.raw(name); v != nil || !p.auto || p.said(name) {
		return v
	}
	switch name {
	case "kind":
		return json.RawMessage(`"line"`)
	case "metrics":
		return json.RawMessage("[" + string(quoted(p.metric)) + "]")
	case "max_runs":
		return json.RawMessage("10")
	case "source":
		if p.system {
			return json.RawMessage(`"system"`)
		}
	}
	return nil
}

// said: somebody set the field, if to nothing.
func (p *panel) said(name string) bool {
	if p.doc != nil {
		if _, ok := p.doc.Fields[name]; ok {
			return true
		}
	}
	_, ok := p.base[name]
	return ok
}

// title is its own, else the names of what it shows.
func (p *panel) title() string {
	if t, ok := text(p.get("title")); ok {
		return t
	}
	if p.auto && p.doc == nil && p.base == nil {
		return p.metric
	}
	for _, name := range []string{"metrics", "keys", "fields"} {
		if names, ok := texts(p.get(name)); ok {
			return strings.Join(names, ", ")
		}
	}
	for _, name := range []string{"key", "y_field"} {
		if t, ok := text(p.get(name)); ok {
			if x, ok := text(p.get("x_field")); ok {
				t += " vs " + x
			}
			return t
		}
	}
	if kind, _ := text(p.get("kind")); kind == "run_comparer" {
		return "Run comparer"
	}
	return ""
}

// metrics that it shows.
func (p *panel) metrics() []string {
	names, _ := texts(p.get("metrics"))
	return names
}
