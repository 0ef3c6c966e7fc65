package catalog

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"
)

// Document is a thing that people arrange on a page: fields of JSON, a place among its
// siblings, an owner. What the fields mean is the business of who shows them; here any
// JSON is fine, so that nothing that was stored can stop the fold. Values are replaced,
// never changed.
type Document struct {
	Project ProjectNo // 0: belongs to its owner and no project
	Kind    string
	ID      string // unique in its project and kind
	Root    string // id of the workspace or report that it is a part of; "" = it's one itself
	Parent  string // id of the document that it stands in; "" = the root
	Order   string // its place among its siblings, by bytes
	Fields  map[string]json.RawMessage
	Owner   UserNo // who made it
	Created time.Time
	Deleted bool
	Version uint64 // offset of the last accepted action on it + 1
	By      UserNo // who did that
}

// Kinds of documents.
const (
	Workspace       = "workspace"
	Section         = "section"
	Panel           = "panel"
	Report          = "report"
	Block           = "block"
	Comment         = "comment"
	Share           = "share"
	UserSettings    = "user_settings"
	ProjectSettings = "project_settings"
)

// Limits of documents.
const (
	maxDocumentID     = 160
	maxFieldName      = 200       // bytes
	maxFieldValue     = 256 << 10 // bytes of JSON
	maxFields         = 20_000    // of one document
	maxDocumentBytes  = 1 << 20
	maxSiblings       = 20_000
	maxDocumentsTotal = 200_000 // of one project
)

type docKey struct {
	project ProjectNo
	kind    string
	id      string
}

// docParent is where documents of a kind stand.
type docParent struct {
	project ProjectNo
	kind    string
	root    string
	parent  string
}

func (d *Document) key() docKey { return docKey{d.Project, d.Kind, d.ID} }

func (d *Document) in() docParent { return docParent{d.Project, d.Kind, d.Root, d.Parent} }

func (d *Document) object() object { return object{kind: d.Kind, project: d.Project, id: d.ID} }

// Document returns a document that isn't deleted, or nil.
func (s *State) Document(p ProjectNo, kind, id string) *Document {
	if d := s.docs[docKey{p, kind, id}]; d != nil && !d.Deleted {
		return d
	}
	return nil
}

// AnyDocument is Document that finds deleted ones too.
func (s *State) AnyDocument(p ProjectNo, kind, id string) *Document {
	return s.docs[docKey{p, kind, id}]
}

// Documents returns the documents of a kind that stand in a place, in order; deleted
// ones too if asked for. Roots have neither root nor parent.
func (s *State) Documents(p ProjectNo, kind, root, parent string, deletedToo bool) []*Document {
	var list []*Document
	for _, d := range s.children[docParent{p, kind, root, parent}] {
		if deletedToo || !d.Deleted {
			list = append(list, d)
		}
	}
	slices.SortFunc(list, inOrder)
	return list
}

func inOrder(a, b *Document) int {
	return cmp.Or(strings.Compare(a.Order, b.Order), strings.Compare(a.ID, b.ID))
}

// Text returns a field that is a string, else "".
func (d *Document) Text(field string) string {
	var t string
	if d == nil || json.Unmarshal(d.Fields[field], &t) != nil {
		return ""
	}
	return t
}

// True tells whether a field is true.
func (d *Document) True(field string) bool {
	return d != nil && string(d.Fields[field]) == "true"
}

func (s *State) indexDocument(d *Document) {
	in := s.children[d.in()]
	if in == nil {
		in = map[string]*Document{}
		s.children[d.in()] = in
	}
	in[d.ID] = d
}

// putDocument replaces a document by its changed copy.
func (s *State) putDocument(a *action, d *Document) {
	d.Version, d.By = a.version(), a.actorNo()
	s.removeDocument(d.key())
	s.docs[d.key()] = d
	s.indexDocument(d)
}

func (s *State) removeDocument(k docKey) {
	if old := s.docs[k]; old != nil {
		delete(s.children[old.in()], old.ID)
		if len(s.children[old.in()]) == 0 {
			delete(s.children, old.in())
		}
		delete(s.docs, k)
	}
}

// dropDocuments erases a project's documents.
func (s *State) dropDocuments(p ProjectNo) {
	for k := range s.docs {
		if k.project == p {
			s.removeDocument(k)
		}
	}
}

func (d *Document) walk(c *codec) {
	number(c, &d.Project)
	c.text(&d.Kind)
	c.text(&d.ID)
	c.text(&d.Root)
	c.text(&d.Parent)
	c.text(&d.Order)
	sorted(c, &d.Fields, c.text, func(v *json.RawMessage) { c.raw((*[]byte)(v)) })
	number(c, &d.Owner)
	if !c.content { // one that is implied comes again at another time
		c.time(&d.Created)
	}
	c.flag(&d.Deleted)
	c.version(&d.Version, &d.By)
}

func (s *State) sortedDocuments() []*Document {
	return slices.SortedFunc(maps.Values(s.docs), func(a, b *Document) int {
		return cmp.Or(cmp.Compare(a.Project, b.Project), strings.Compare(a.Kind, b.Kind), strings.Compare(a.ID, b.ID))
	})
}

func (s *State) walkDocuments(c *codec) {
	var docs []*Document
	if !c.reading {
		docs = s.sortedDocuments()
	}
	pointers(c, &docs, func(d *Document) { d.walk(c) })
	if c.reading {
		for _, d := range docs {
			s.docs[d.key()] = d
		}
	}
}

// walkLiveDocuments leaves out what is deleted, also with its root, and what says
// nothing. An implied one that is deleted is seen: by what is missing.
func (s *State) walkLiveDocuments(c *codec) {
	for _, d := range s.sortedDocuments() {
		auto := implied(d.Kind, d.ID)
		if s.shown(d) && (len(d.Fields) > 0 || !auto) || d.Deleted && auto {
			d.walk(c)
		}
	}
}

// shown: neither deleted itself nor with what it stands in or is a part of.
func (s *State) shown(d *Document) bool {
	if d.Deleted {
		return false
	}
	for _, above := range []docKey{{d.Project, rootKind(d.Kind), d.Root}, {d.Project, parentKind(d.Kind), d.Parent}} {
		if above.kind != "" && above.id != "" {
			if p := s.docs[above]; p != nil && p.Deleted {
				return false
			}
		}
	}
	return true
}
