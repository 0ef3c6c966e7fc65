package workspace

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"runledger/catalog"
	"runledger/event/pb"
	"runledger/internal/api"
)

// PanelChange names a panel that is changed.
type PanelChange struct {
	Change
	Panel string `path:"panel" maxLength:"160"`
}

type panelChangedOutput struct {
	ETag string `header:"ETag"`
	Body struct {
		Panel
		api.Changed
	}
}

type addPanelInput struct {
	SectionChange
	Body panelStart
}

func (s *service) addPanel(ctx context.Context, in *addPanelInput) (*panelChangedOutput, error) {
	at, _, one, err := s.changingSection(ctx, &in.SectionChange)
	if err != nil {
		return nil, err
	}
	fields, after, before := in.Body.beside()
	kind, _ := text(fields["kind"])
	e, err := editOf(fields, func(name string) (field, bool) { return panelField(kind, name) })
	if err != nil {
		return nil, err
	}
	get := e.over(func(string) json.RawMessage { return nil })
	if err := refused(checkPanel(get, []string{}, "body.")); err != nil {
		return nil, err
	}
	if _, ok := e.set["max_runs"]; !ok {
		var w stored
		at.past.View(func(st *catalog.State) { w.doc = st.Document(at.project.No, catalog.Workspace, at.id) })
		e.set["max_runs"], _ = json.Marshal(w.maxRuns())
	}
	lo, hi, err := neighbours(one.panels, partOfPanel, after, before)
	if err != nil {
		return nil, err
	}
	e.set["place"] = quoted(placeBetween(lo, hi))
	id := newID("p-", at.user, at.project.No, at.id, in.IdempotencyKey)
	return s.panelChanged(ctx, at, &in.Change, id, 0, &pb.Event{Body: &pb.Event_PanelAdded{PanelAdded: &pb.DocumentAdded{
		Project: uint32(at.project.No), Id: id, Root: at.id, Parent: one.id, FieldsJson: one.note(e.set).object(),
	}}})
}

// changedPanel finds a panel that somebody made or changed, without looking at the rest
// of the workspace; nil if there's none, or if only the whole can tell.
func changedPanel(st *catalog.State, at *place, id string) (*panel, stored) {
	w := stored{id: at.id, doc: st.Document(at.project.No, catalog.Workspace, at.id)}
	d := st.Document(at.project.No, catalog.Panel, id)
	if d == nil || d.Root != at.id {
		return nil, w
	}
	in := &part{doc: st.AnyDocument(at.project.No, catalog.Section, d.Parent), base: members(w.raw(copiedSectionField + d.Parent))}
	if in.deleted() || in.doc == nil && !strings.HasPrefix(d.Parent, autoPrefix) {
		return nil, w
	}
	p := &panel{part: part{id: id, doc: d, base: members(w.raw(copiedPanelField + id))}, in: d.Parent}
	p.follow()
	return p, w
}

// toEdit finds a panel that is about to be changed where it stands.
func (s *service) toEdit(ctx context.Context, in *PanelChange) (*place, *panel, *section, error) {
	at, err := s.toChange(ctx, &in.Change)
	if err != nil {
		return nil, nil, nil, err
	}
	if err := s.mayChange(at); err != nil {
		return nil, nil, nil, err
	}
	var p *panel
	at.past.View(func(st *catalog.State) { p, _ = changedPanel(st, at, in.Panel) })
	if p != nil {
		return at, p, nil, nil
	}
	l, _, err := s.layout(ctx, at)
	if err != nil {
		return nil, nil, nil, err
	}
	if p = l.panel(in.Panel); p == nil {
		return nil, nil, nil, noPanel(in.Panel)
	}
	return at, p, l.byID[p.in], nil
}

// changingPanel finds a panel that is about to be moved, and all others.
func (s *service) changingPanel(ctx context.Context, in *PanelChange) (*place, *layout, *panel, error) {
	at, l, err := s.changing(ctx, &in.Change)
	if err != nil {
		return nil, nil, nil, err
	}
	p := l.panel(in.Panel)
	if p == nil {
		return nil, nil, nil, noPanel(in.Panel)
	}
	return at, l, p, nil
}

// panelChanged makes the event, and answers with the panel as it is then.
func (s *service) panelChanged(ctx context.Context, at *place, in *Change, id string, version uint64, e *pb.Event) (*panelChangedOutput, error) {
	c, err := s.do(ctx, in, catalog.Panel, id, version, e)
	if err != nil {
		return nil, err
	}
	out := &panelChangedOutput{}
	out.Body.Panel, out.Body.Changed = Panel{ID: id, Spec: Fields{}}, c
	s.cat.View(func(st *catalog.State) {
		if p, w := changedPanel(st, at, id); p != nil {
			out.Body.Panel = showPanel(w, p, true)
		} else if d := st.AnyDocument(at.project.No, catalog.Panel, id); d != nil {
			out.Body.Version = d.Version
		}
	})
	out.ETag = api.ETag(out.Body.Version)
	return out, nil
}

type editPanelInput struct {
	PanelChange
	Body panelBody
}

func (s *service) editPanel(ctx context.Context, in *editPanelInput) (*panelChangedOutput, error) {
	at, p, section, err := s.toEdit(ctx, &in.PanelChange)
	if err != nil {
		return nil, err
	}
	kind, _ := text(p.get("kind"))
	if k, ok := text(in.Body.Fields["kind"]); ok {
		kind = k
	}
	e, err := editOf(in.Body.Fields, func(name string) (field, bool) { return panelField(kind, name) })
	if err != nil {
		return nil, err
	}
	if err := refused(neededBy(e, p)); err != nil {
		return nil, err
	}
	marked := e
	marked.set = p.mark(section, maps.Clone(e.set))
	return s.panelChanged(ctx, at, &in.Change, p.id, p.version(), panelEvent(edited(at, &p.part, p.in, marked), e))
}

// neededBy looks at what the panel's kind needs, and at its search, where the edit
// touches them: so a panel that is bad otherwise can be mended field by field.
func neededBy(e edit, p *panel) []api.FieldError {
	get := e.over(p.get)
	var faults []api.FieldError
	kind, _ := text(get("kind"))
	k, ok := kindNamed(kind)
	if ok {
		for _, name := range k.needs {
			_, changed := e.set["kind"]
			if touched := changed || slices.Contains(e.removed, name); touched && !isSet(get(name)) {
				faults = append(faults, api.FieldError{Location: "body." + name, Code: "missing", Message: "a " + kind + " panel needs it"})
			}
		}
	} else if slices.Contains(e.removed, "kind") {
		faults = append(faults, api.FieldError{Location: "body.kind", Code: "missing", Message: "a panel has a kind"})
	}
	return append(faults, searchFault(get, e.names(), "body.")...)
}

type movePanelInput struct {
	PanelChange
	Body struct {
		Section string `json:"section,omitempty" maxLength:"160" doc:"Where to; default: the section it is in"`
		Beside
		Index *int `json:"index,omitempty" minimum:"0" doc:"Instead of after and before: how many panels stand before it"`
	}
}

func (s *service) movePanel(ctx context.Context, in *movePanelInput) (*panelChangedOutput, error) {
	at, l, p, err := s.changingPanel(ctx, &in.PanelChange)
	if err != nil {
		return nil, err
	}
	to := in.Body.Section
	if to == "" {
		to = p.in
	}
	target := l.byID[to]
	if target == nil {
		return nil, noSection(to)
	}
	others := without(target.panels, partOfPanel, p.id)
	lo, hi, err := neighbours(others, partOfPanel, in.Body.After, in.Body.Before)
	if err != nil {
		return nil, err
	}
	if i := in.Body.Index; i != nil {
		if in.Body.After+in.Body.Before != "" {
			return nil, api.Invalid("Give one of index, after and before.")
		}
		lo, hi = around(others, partOfPanel, min(*i, len(others)))
	}
	set := p.mark(target, Fields{"place": quoted(placeBetween(lo, hi))})
	return s.panelChanged(ctx, at, &in.Change, p.id, p.version(), &pb.Event{Body: &pb.Event_PanelMoved{PanelMoved: &pb.DocumentMoved{
		Project: uint32(at.project.No), Id: p.id, Root: at.id, Parent: target.id, SetJson: set.object(),
	}}})
}

func (s *service) deletePanel(ctx context.Context, in *PanelChange) (*panelChangedOutput, error) {
	at, p, section, err := s.toEdit(ctx, in)
	if err != nil {
		return nil, err
	}
	return s.panelChanged(ctx, at, &in.Change, p.id, p.version(), &pb.Event{Body: &pb.Event_PanelDeleted{PanelDeleted: &pb.DocumentDeleted{
		Project: uint32(at.project.No), Id: p.id, Root: at.id, Parent: p.in, SetJson: p.mark(section, Fields{}).object(),
	}}})
}
