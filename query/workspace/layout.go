package workspace

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"runledger/catalog"
)

// stored is what the fold has of a workspace.
type stored struct {
	id       string
	doc      *catalog.Document // nil: a user's own that nobody changed
	sections []*catalog.Document
	panels   []*catalog.Document
}

func storedOf(st *catalog.State, p catalog.ProjectNo, id string) stored {
	return stored{
		id: id, doc: st.Document(p, catalog.Workspace, id),
		sections: st.Parts(p, catalog.Section, id), panels: st.Parts(p, catalog.Panel, id),
	}
}

func (w stored) raw(name string) json.RawMessage {
	if w.doc == nil {
		return nil
	}
	return given(w.doc.Fields[name])
}

// layout is a workspace as it is shown: its sections in order, with their panels.
type layout struct {
	sections []*section
	byID     map[string]*section
	panels   map[string]*panel // those that somebody made or changed
	metrics  *metricList
}

// arrange makes the layout of what is stored and the project's metrics.
func arrange(w stored, m *metricList) *layout {
	b := &arranger{stored: w, sections: map[string]*section{}, panels: map[string]*panel{}}
	b.copied()
	b.documents()
	if flag(w.raw("auto"), true) {
		b.automatic(m)
	}
	return b.layout(m)
}

// arranger collects sections and panels by id; deleted ones too.
type arranger struct {
	stored
	sections map[string]*section
	panels   map[string]*panel
}

// copied are the sections and panels that came with a copy.
func (b *arranger) copied() {
	if b.doc == nil {
		return
	}
	for name, v := range b.doc.Fields {
		if id, ok := strings.CutPrefix(name, copiedSectionField); ok && strings.HasPrefix(id, autoPrefix) {
			b.sections[id] = &section{part: part{id: id, base: members(v)}}
		} else if id, ok := strings.CutPrefix(name, copiedPanelField); ok && strings.HasPrefix(id, autoPrefix) {
			base := members(v)
			in, _ := text(base["parent"])
			b.panels[id] = &panel{part: part{id: id, base: base}, in: in}
		}
	}
}

func (b *arranger) documents() {
	for _, d := range b.stored.sections {
		s := b.sections[d.ID]
		if s == nil {
			s = &section{part: part{id: d.ID}}
			b.sections[d.ID] = s
		}
		s.doc = d
	}
	for _, d := range b.stored.panels {
		p := b.panels[d.ID]
		if p == nil {
			p = &panel{part: part{id: d.ID}}
			b.panels[d.ID] = p
		}
		p.doc, p.in = d, d.Parent
	}
	for _, s := range b.sections {
		s.auto, _ = text(s.raw("auto_for"))
		s.system = flag(s.raw("auto_system"), false)
	}
	for _, p := range b.panels {
		p.follow()
		b.sectionOf(p)
	}
}

// sectionOf makes the section of a panel that stands in one which arranges itself, and
// of which the metrics may be gone.
func (b *arranger) sectionOf(p *panel) {
	if b.sections[p.in] != nil || p.deleted() || !strings.HasPrefix(p.in, autoPrefix) {
		return
	}
	title, _ := text(p.raw("in_section"))
	s := &section{part: part{id: p.in}, auto: cmp.Or(title, plainSection)}
	s.system = p.in == sectionID(b.id, "", true)
	b.sections[p.in] = s
}

// automatic adds what the metrics make appear.
func (b *arranger) automatic(m *metricList) {
	shown := map[string]bool{} // metrics that somebody's panel shows
	for _, p := range b.panels {
		if s := b.sections[p.in]; !p.deleted() && s != nil && !s.deleted() && !isSystem(p) {
			for _, name := range p.metrics() {
				shown[name] = true
			}
		}
	}
	titles := map[string]*section{}
	for i, id := range m.panelIDs(b.id) {
		one := m.metrics[i]
		title := one.section()
		key := title
		if one.system {
			key = "\x00"
		}
		s := titles[key]
		if s == nil {
			s = b.automaticSection(title, one.system)
			titles[key] = s
		}
		if s.deleted() || !one.system && shown[one.name] || b.panels[id] != nil {
			continue
		}
		s.panels = append(s.panels, &panel{part: part{id: id, place: one.place}, in: s.id, metric: one.name, system: one.system, auto: true})
	}
}

func isSystem(p *panel) bool { source, _ := text(p.get("source")); return source == "system" }

// sectionID is the id of the section that shows metrics by itself.
func sectionID(workspace, title string, system bool) string {
	if system {
		return autoID(workspace, ofSystem, systemSection)
	}
	return autoID(workspace, ofSection, title)
}

func (b *arranger) automaticSection(title string, system bool) *section {
	id := sectionID(b.id, title, system)
	s := b.sections[id]
	if s == nil {
		s = &section{part: part{id: id}}
		b.sections[id] = s
	}
	s.auto, s.system = title, system
	return s
}

func (b *arranger) layout(m *metricList) *layout {
	l := &layout{byID: map[string]*section{}, panels: map[string]*panel{}, metrics: m}
	for id, p := range b.panels {
		s := b.sections[p.in]
		if p.deleted() || s == nil || s.deleted() {
			continue
		}
		otherwise := ""
		if p.auto {
			otherwise = placeOfName(p.metric)
		}
		p.settle(otherwise)
		l.panels[id] = p
		s.panels = append(s.panels, p)
	}
	for id, s := range b.sections {
		if s.deleted() || s.doc == nil && s.base == nil && len(s.panels) == 0 {
			continue
		}
		otherwise := ""
		if s.auto != "" {
			otherwise = placeOfSection(s.auto, s.system)
		}
		s.settle(otherwise)
		slices.SortFunc(s.panels, func(a, b *panel) int { return inPlace(&a.part, &b.part) })
		l.byID[id] = s
		l.sections = append(l.sections, s)
	}
	slices.SortFunc(l.sections, func(a, b *section) int { return inPlace(&a.part, &b.part) })
	return l
}

func inPlace(a, b *part) int {
	return cmp.Or(strings.Compare(a.place, b.place), strings.Compare(a.id, b.id))
}

// panel finds a panel by its id, nil if it isn't shown.
func (l *layout) panel(id string) *panel {
	if p := l.panels[id]; p != nil {
		return p
	}
	if !strings.HasPrefix(id, autoPrefix) {
		return nil
	}
	for _, s := range l.sections {
		for _, p := range s.panels {
			if p.id == id {
				return p
			}
		}
	}
	return nil
}
