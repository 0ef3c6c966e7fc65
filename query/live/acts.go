package live

import (
	"bytes"
	"encoding/json"
	"strconv"

	"runledger/catalog"
)

// The kinds of what changes that have numbers and aren't documents of a project.
const (
	kindRun     = "run"
	kindProject = "project"
)

// acts notes accepted actions.
func (h *Hub) acts(acts []act, ch change) {
	everybody := false
	h.o.Catalog.View(func(s *catalog.State) {
		for _, a := range acts {
			ch.actions = a.offset + 1
			everybody = !h.act(s, a, ch) || everybody
		}
	})
	if everybody { // somebody's rights may be others now
		for t := range h.heard {
			t.due = true
		}
	}
}

// act notes one action; false: it isn't about a project.
func (h *Hub) act(s *catalog.State, a act, ch change) bool {
	about := false
	tell := func(p catalog.ProjectNo, d Document) {
		if p != 0 {
			about = true
			h.document(p, d, a.typ, ch)
		}
	}
	for _, c := range a.Changes {
		for _, id := range c.IDs {
			h.changed(s, a, c, id, tell)
		}
	}
	if p := s.ProjectByNo(a.Project); len(a.Changes) == 0 && p != nil {
		if r := s.RunByNo(a.Run); r != nil {
			h.run(a, r, tell)
		} else {
			tell(p.No, Document{kindProject, p.Name})
		}
	}
	return about
}

// changed notes one thing that an action changed.
func (h *Hub) changed(s *catalog.State, a act, c catalog.Change, id string, tell func(catalog.ProjectNo, Document)) {
	no, _ := strconv.ParseUint(id, 10, 64) // 0 is none
	switch c.Kind {
	case kindProject:
		if p := s.ProjectByNo(catalog.ProjectNo(no)); p != nil {
			tell(p.No, Document{kindProject, p.Name})
		}
	case kindRun:
		r := s.RunByNo(catalog.RunNo(no))
		if r == nil {
			return
		}
		h.run(a, r, tell)
		for _, p := range []catalog.ProjectNo{c.Project, projectIn(c.From), projectIn(c.To)} {
			if p != r.Project { // moved
				tell(p, Document{kindRun, r.ID})
			}
		}
	default:
		tell(c.Project, Document{c.Kind, id})
	}
}

// run notes an action on a run, whose row follows.
func (h *Hub) run(a act, r *catalog.Run, tell func(catalog.ProjectNo, Document)) {
	tell(r.Project, Document{kindRun, r.ID})
	h.facts = append(h.facts, fact{a.offset, r.No})
}

// projectIn is the project that fields of a run name, 0 if they don't.
func projectIn(fields []byte) catalog.ProjectNo {
	var f struct{ Project catalog.ProjectNo }
	if !bytes.Contains(fields, []byte(`"project":`)) || json.Unmarshal(fields, &f) != nil {
		return 0
	}
	return f.Project
}

func (h *Hub) document(p catalog.ProjectNo, d Document, typ string, ch change) {
	t := h.topic(p)
	h.items += t.types.touch(typ, ch) + t.documents.touch(d, ch)
	t.due = true
}
