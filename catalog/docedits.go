package catalog

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"runledger/event/pb"
)

// added is the decision that makes a document of a kind.
func added(kind string) func(*State, *action, *pb.DocumentAdded) Verdict {
	return func(s *State, a *action, b *pb.DocumentAdded) Verdict {
		d, v := s.newDocument(a, kind, ProjectNo(b.Project), b.Id, b.Root, b.Parent)
		if d == nil {
			return v
		}
		if s.docs[d.key()] != nil {
			return refuse(CodeExists, "there is or was a %s %q", kind, b.Id).about(0, d.Project, 0)
		}
		set, err := documentFields(b.FieldsJson)
		if err != nil {
			return refuse(CodeInvalid, "%v", err).about(0, d.Project, 0)
		}
		if d.Order, v = s.placeOf(d, b.After, b.Before); !v.OK() {
			return v
		}
		var noted diff
		noted.text("parent", "", d.Parent)
		if v := d.set(&noted, set, nil); !v.OK() {
			return v.about(0, d.Project, 0)
		}
		if !a.rehearsal {
			s.putDocument(a, d)
		}
		return noted.created(d.object()).about(0, d.Project, 0)
	}
}

// newDocument judges whether the actor may make a document there, and returns it empty.
func (s *State) newDocument(a *action, kind string, project ProjectNo, id, root, parent string) (*Document, Verdict) {
	if !documentID(id) {
		return nil, refuse(CodeInvalid, "the id of a %s has 1 to %d bytes and none of / ? # \\", kind, maxDocumentID)
	}
	if v := s.mayChange(a.actor, project, kind, id, root, nil); !v.OK() {
		return nil, v
	}
	if k := rootKind(kind); k == "" {
		root, parent = "", ""
	} else if !s.there(project, k, root) {
		return nil, refuse(CodeNotFound, "there's no %s %q", k, root).about(0, project, 0)
	}
	if k := parentKind(kind); k == "" {
		parent = ""
	} else if !s.there(project, k, parent) {
		return nil, refuse(CodeNotFound, "there's no %s %q", k, parent).about(0, project, 0)
	} else if in := s.docs[docKey{project, k, parent}]; in != nil && in.Root != root {
		return nil, refuse(CodeInvalid, "the %s %q is part of another %s", k, parent, rootKind(kind)).about(0, project, 0)
	}
	if len(s.children[docParent{project, kind, root, parent}]) >= maxSiblings || len(s.docs) > maxDocumentsTotal*max(len(s.projects), 1) {
		return nil, refuse(CodeTooMany, "at most %d %ss stand in one place", maxSiblings, kind).about(0, project, 0)
	}
	return &Document{
		Project: project, Kind: kind, ID: id, Root: root, Parent: parent,
		Fields: map[string]json.RawMessage{}, Owner: a.actorNo(), Created: a.At,
	}, Verdict{}
}

func documentID(id string) bool {
	return id != "" && len(id) <= maxDocumentID && utf8.ValidString(id) && !strings.ContainsAny(id, "/?#\\")
}

// there: the document is there, or is implied and wasn't deleted.
func (s *State) there(p ProjectNo, kind, id string) bool {
	d := s.docs[docKey{p, kind, id}]
	return d != nil && !d.Deleted || d == nil && implied(kind, id)
}

// placeOf returns the order of a document that comes after or before a sibling.
func (s *State) placeOf(d *Document, after, before string) (string, Verdict) {
	siblings := s.Documents(d.Project, d.Kind, d.Root, d.Parent, true)
	siblings = slices.DeleteFunc(siblings, func(o *Document) bool { return o.ID == d.ID })
	at := len(siblings)
	if ref := after + before; ref != "" {
		i := slices.IndexFunc(siblings, func(o *Document) bool { return o.ID == ref })
		if i < 0 || after != "" && before != "" {
			return "", refuse(CodeInvalid, "there's no %s %q there to stand beside; give one of after and before", d.Kind, ref).about(0, d.Project, 0)
		}
		at = i + count(after != "")
	}
	lo, hi := "", ""
	if at > 0 {
		lo = siblings[at-1].Order
	}
	if at < len(siblings) {
		hi = siblings[at].Order
	}
	if lo != "" && lo == hi { // two at one place: behind both
		hi = ""
	}
	return orderBetween(lo, hi), Verdict{Outcome: Accepted}
}

// documentFields takes a JSON object apart; nothing is no fields.
func documentFields(object []byte) (map[string]json.RawMessage, error) {
	fields, err := layerFields("the fields", object)
	if err != nil {
		return nil, err
	}
	for name, v := range fields {
		if name == "" || len(name) > maxFieldName || reserved[name] {
			return nil, fmt.Errorf("no field can be called %.200q", name)
		}
		if len(v) > maxFieldValue {
			return nil, fmt.Errorf("field %q has at most %d bytes of JSON", name, maxFieldValue)
		}
	}
	return fields, nil
}

// reserved names stand for what isn't a field in changes.
var reserved = map[string]bool{"deleted": true, "root": true, "parent": true, "order": true}

// set changes fields of a copy of a document, whose map is its own.
func (d *Document) set(noted *diff, set map[string]json.RawMessage, removed []string) Verdict {
	for _, name := range sortedKeys(set) {
		noted.raw(name, d.Fields[name], set[name])
		d.Fields[name] = set[name]
	}
	for _, name := range removed {
		noted.raw(name, d.Fields[name], nil)
		delete(d.Fields, name)
	}
	size := 0
	for name, v := range d.Fields {
		size += len(name) + len(v)
	}
	if len(d.Fields) > maxFields || size > maxDocumentBytes {
		return refuse(CodeTooLarge, "a %s has at most %d fields and %d bytes", d.Kind, maxFields, maxDocumentBytes)
	}
	return Verdict{Outcome: Accepted}
}

func (d *Document) copy() *Document {
	c := *d
	c.Fields = maps.Clone(d.Fields)
	if c.Fields == nil {
		c.Fields = map[string]json.RawMessage{}
	}
	return &c
}

// docRef says which document an edit is about, as the event does.
type docRef interface {
	GetProject() uint32
	GetId() string
	GetRoot() string
	GetParent() string
}

// changeDocument judges and applies an edit of one document. One that is implied comes
// into being with it.
func (s *State) changeDocument(a *action, kind string, b docRef, edit func(*Document, *diff) Verdict) Verdict {
	p := ProjectNo(b.GetProject())
	old := s.docs[docKey{p, kind, b.GetId()}]
	if old == nil && implied(kind, b.GetId()) {
		d, v := s.newDocument(a, kind, p, b.GetId(), b.GetRoot(), b.GetParent())
		if d == nil {
			return v
		}
		return s.materialize(a, d, edit)
	}
	root := b.GetRoot()
	if old != nil {
		root = old.Root
	}
	if v := s.mayChange(a.actor, p, kind, b.GetId(), root, old); !v.OK() {
		return v
	}
	if old == nil || !s.shown(old) {
		return refuse(CodeNotFound, "there's no %s %q", kind, b.GetId()).about(0, p, 0)
	}
	if v, stale := a.stale(old.Version); stale {
		return v.about(0, p, 0)
	}
	d, noted := old.copy(), diff{}
	if v := edit(d, &noted); !v.OK() {
		return v.about(0, p, 0)
	}
	if !noted.empty() && !a.rehearsal {
		s.putDocument(a, d)
	}
	return noted.changed(d.object()).about(0, p, 0)
}

// materialize makes an implied document by its first change. Its undo makes it implied
// again: so all that it is stands in the change.
func (s *State) materialize(a *action, d *Document, edit func(*Document, *diff) Verdict) Verdict {
	if v, stale := a.stale(0); stale {
		return v.about(0, d.Project, 0)
	}
	if v := edit(d, &diff{}); !v.OK() {
		return v.about(0, d.Project, 0)
	}
	if d.Order == "" {
		var v Verdict
		if d.Order, v = s.placeOf(d, "", ""); !v.OK() {
			return v
		}
	}
	if !a.rehearsal {
		s.putDocument(a, d)
	}
	var noted diff
	for name, value := range d.image() {
		noted.raw(name, nil, value)
	}
	return noted.changed(d.object()).about(0, d.Project, 0)
}

// image yields everything that a document is, in order.
func (d *Document) image() func(func(string, json.RawMessage) bool) {
	return func(yield func(string, json.RawMessage) bool) {
		deleted := json.RawMessage("false")
		if d.Deleted {
			deleted = json.RawMessage("true")
		}
		whole := maps.Clone(d.Fields)
		if whole == nil {
			whole = map[string]json.RawMessage{}
		}
		whole["deleted"] = deleted
		for _, f := range [][2]string{{"root", d.Root}, {"parent", d.Parent}, {"order", d.Order}} {
			whole[f[0]] = appendText(nil, f[1])
		}
		for _, name := range sortedKeys(whole) {
			if !yield(name, whole[name]) {
				return
			}
		}
	}
}

func edited(kind string) func(*State, *action, *pb.DocumentEdited) Verdict {
	return func(s *State, a *action, b *pb.DocumentEdited) Verdict {
		set, err := documentFields(b.SetJson)
		if err != nil {
			return refuse(CodeInvalid, "%v", err)
		}
		return s.changeDocument(a, kind, b, func(d *Document, noted *diff) Verdict { return d.set(noted, set, b.Removed) })
	}
}

func removed(kind string) func(*State, *action, *pb.DocumentDeleted) Verdict {
	return func(s *State, a *action, b *pb.DocumentDeleted) Verdict {
		set, err := documentFields(b.SetJson)
		if err != nil {
			return refuse(CodeInvalid, "%v", err)
		}
		return s.changeDocument(a, kind, b, func(d *Document, noted *diff) Verdict {
			noted.flag("deleted", d.Deleted, true)
			d.Deleted = true
			return d.set(noted, set, nil)
		})
	}
}

func movedDocument(kind string) func(*State, *action, *pb.DocumentMoved) Verdict {
	return func(s *State, a *action, b *pb.DocumentMoved) Verdict {
		set, err := documentFields(b.SetJson)
		if err != nil {
			return refuse(CodeInvalid, "%v", err)
		}
		return s.changeDocument(a, kind, b, func(d *Document, noted *diff) Verdict {
			if v := d.set(noted, set, nil); !v.OK() {
				return v
			}
			return s.moveDocument(d, noted, b)
		})
	}
}

func (s *State) moveDocument(d *Document, noted *diff, b *pb.DocumentMoved) Verdict {
	oldParent, oldOrder := d.Parent, d.Order
	if k := parentKind(d.Kind); k != "" && b.Parent != "" && b.Parent != d.Parent {
		to := s.docs[docKey{d.Project, k, b.Parent}]
		if !s.there(d.Project, k, b.Parent) || to != nil && to.Root != d.Root {
			return refuse(CodeNotFound, "there's no %s %q here", k, b.Parent)
		}
		d.Parent = b.Parent
	}
	order, v := s.placeOf(d, b.After, b.Before)
	if !v.OK() {
		return v
	}
	d.Order = order
	noted.text("parent", oldParent, d.Parent)
	noted.text("order", oldOrder, d.Order)
	return Verdict{Outcome: Accepted}
}
