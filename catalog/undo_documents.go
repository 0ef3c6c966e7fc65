package catalog

import (
	"encoding/json"
)

// What an undo can set of documents: any field, and place and life. One that is implied
// goes back to being that, and comes again.

type documentTarget struct {
	*Document      // a copy
	absent    bool // it isn't there, or is to be gone
}

func (s *State) documentTarget(o object) target {
	if old := s.docs[docKey{o.project, o.kind, o.id}]; old != nil {
		return &documentTarget{Document: old.copy()}
	}
	if !implied(o.kind, o.id) {
		return nil
	}
	d := &Document{Project: o.project, Kind: o.kind, ID: o.id, Fields: map[string]json.RawMessage{}}
	return &documentTarget{Document: d, absent: true}
}

// place returns what a reserved field stands for.
func (t *documentTarget) place(field string) *string {
	switch field {
	case "root":
		return &t.Root
	case "parent":
		return &t.Parent
	case "order":
		return &t.Order
	}
	return nil
}

func (t *documentTarget) get(field string) json.RawMessage {
	if t.absent {
		return nil
	}
	if field == "deleted" {
		return flagJSON(t.Deleted)
	}
	if p := t.place(field); p != nil {
		return textJSON(*p)
	}
	return t.Fields[field]
}

func (t *documentTarget) set(field string, v json.RawMessage) error {
	if field == "deleted" {
		if t.absent = v == nil; t.absent {
			return nil
		}
		return json.Unmarshal(v, &t.Deleted)
	}
	if p := t.place(field); p != nil {
		if v == nil {
			return nil // gone with the rest
		}
		return json.Unmarshal(v, p)
	}
	if v == nil {
		delete(t.Fields, field)
	} else {
		t.Fields[field] = v
	}
	return nil
}

func (t *documentTarget) may(s *State, u *User, _ string) Verdict {
	old := s.docs[t.key()]
	root := t.Root
	if old != nil {
		root = old.Root
	}
	return s.mayChange(u, t.Project, t.Kind, t.ID, root, old)
}

func (t *documentTarget) changed() UserNo { return t.By }

func (t *documentTarget) check(s *State) Verdict {
	if t.absent && len(t.Fields) > 0 {
		return refuse(CodeConflict, "%s %s has changed since: %s was set", t.Kind, t.ID, sortedKeys(t.Fields)[0])
	}
	if t.absent {
		return Verdict{Outcome: Accepted}
	}
	return t.Document.set(&diff{}, nil, nil)
}

func (t *documentTarget) put(s *State, a *action) {
	if t.absent {
		s.removeDocument(t.key())
		return
	}
	if t.Created.IsZero() {
		t.Owner, t.Created = a.actorNo(), a.At
	}
	s.putDocument(a, t.Document)
}
