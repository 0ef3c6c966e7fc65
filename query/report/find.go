package report

import (
	"context"
	"encoding/json"

	"runledger/catalog"
	"runledger/internal/api"
)

// Of names the project.
type Of struct {
	Entity  string `path:"entity"`
	Project string `path:"project"`
}

// One names a report.
type One struct {
	Of
	ID string `path:"report" maxLength:"160" doc:"Id of the report"`
}

// found is a report with its blocks, out of one state.
type found struct {
	project *catalog.Project
	doc     *catalog.Document
	blocks  []*catalog.Document
	author  string
	by      string // who changed it last
}

// find returns a report that the principal may see, as it is now, else a problem (404).
func (s *service) find(ctx context.Context, in One) (*found, error) {
	p, err := api.ReadableProject(ctx, s.Catalog, in.Entity, in.Project)
	if err != nil {
		return nil, err
	}
	look := func() (f *found) {
		s.Catalog.View(func(st *catalog.State) { f = reportIn(st, p, in.ID) })
		return f
	}
	f := look()
	if f == nil { // another process may have made it
		if err := api.Fresh(ctx, s.Catalog); err != nil {
			return nil, err
		}
		if f = look(); f == nil {
			return nil, noReport(in.ID)
		}
	}
	return f, nil
}

// findAsOf is find for reads: what was so then, if the principal may see the project now.
func (s *service) findAsOf(ctx context.Context, in One, asOf api.AsOf) (*found, *api.Past, error) {
	if asOf.AsOf == "" {
		past, err := api.StateAsOf(ctx, s.Catalog, asOf)
		if err != nil {
			return nil, nil, err
		}
		f, err := s.find(ctx, in)
		return f, past, err
	}
	p, err := api.ReadableProject(ctx, s.Catalog, in.Entity, in.Project)
	if err != nil {
		return nil, nil, err
	}
	past, err := api.StateAsOf(ctx, s.Catalog, asOf)
	if err != nil {
		return nil, nil, err
	}
	var f *found
	past.View(func(st *catalog.State) { f = reportIn(st, p, in.ID) })
	if f == nil {
		return nil, nil, noReport(in.ID)
	}
	return f, past, nil
}

func noReport(id string) error { return api.NotFound("There's no report %q here.", id) }

// reportIn returns a report of a state; nil if there's none.
func reportIn(st *catalog.State, p *catalog.Project, id string) *found {
	d := st.Document(p.No, catalog.Report, id)
	if d == nil {
		return nil
	}
	f := &found{project: p, doc: d, blocks: st.Documents(p.No, catalog.Block, id, "", false)}
	f.author, f.by = userName(st, d.Owner), userName(st, f.last().By)
	return f
}

// last is the document of the report that was changed last.
func (f *found) last() *catalog.Document {
	last := f.doc
	for _, b := range f.blocks {
		if b.Version > last.Version {
			last = b
		}
	}
	return last
}

func userName(st *catalog.State, no catalog.UserNo) string {
	if u := st.UserByNo(no); u != nil {
		return u.Name
	}
	return ""
}

// content is the blocks as they are shown.
func (f *found) content() []Block {
	blocks := make([]Block, len(f.blocks))
	for i, d := range f.blocks {
		blocks[i] = blockOf(d)
	}
	return blocks
}

// questions of all blocks.
func (f *found) questions() []*question {
	var list []*question
	for _, b := range f.content() {
		list = append(list, questionsOf(b)...)
	}
	return list
}

// text encodes a string.
func text(s string) json.RawMessage {
	b, _ := json.Marshal(s) // a string: can't fail
	return b
}
