package catalog

import (
	"slices"
	"strings"

	"runledger/event/pb"
)

// workspaceCleared deletes the sections of a workspace and removes its fields; its name
// stays. What the page shows by itself is shown so again.
func workspaceCleared(s *State, a *action, b *pb.WorkspaceCleared) Verdict {
	p := ProjectNo(b.Project)
	w := s.docs[docKey{p, Workspace, b.Id}]
	if v := s.mayChange(a.actor, p, Workspace, b.Id, "", w); !v.OK() {
		return v
	}
	if !s.there(p, Workspace, b.Id) {
		return refuse(CodeNotFound, "there's no workspace %q", b.Id).about(0, p, 0)
	}
	var m manyChanges
	var implicit, changed []*Document
	for _, kind := range []string{Section, Panel} {
		for _, d := range s.clearable(p, kind, b.Id) {
			var noted diff
			if implied(kind, d.ID) {
				for name, value := range d.image() {
					noted.raw(name, value, nil)
				}
				implicit = append(implicit, d)
			} else {
				c := d.copy()
				c.Deleted = true
				noted.flag("deleted", false, true)
				changed = append(changed, c)
			}
			m.add(d.object(), &noted)
		}
	}
	if w != nil {
		c, noted := w.copy(), diff{}
		fields := slices.DeleteFunc(sortedKeys(w.Fields), func(name string) bool { return name == "name" })
		c.set(&noted, nil, fields)
		m.add(w.object(), &noted)
		changed = append(changed, c)
	}
	if !a.rehearsal {
		for _, d := range implicit {
			s.removeDocument(d.key())
		}
		for _, d := range changed {
			s.putDocument(a, d)
		}
	}
	return m.verdict().about(0, p, 0)
}

// clearable are the documents of a kind in a workspace that a clearing changes: sections
// that are shown, whose panels go with them, and what stands for something implied; by id.
func (s *State) clearable(p ProjectNo, kind, root string) []*Document {
	parts := slices.DeleteFunc(s.Parts(p, kind, root), func(d *Document) bool {
		return !implied(kind, d.ID) && (kind != Section || !s.shown(d))
	})
	slices.SortFunc(parts, func(a, b *Document) int { return strings.Compare(a.ID, b.ID) })
	return parts
}
