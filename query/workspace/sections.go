package workspace

import (
	"context"
	"maps"
	"slices"

	"runledger/catalog"
	"runledger/event/pb"
	"runledger/internal/api"
)

type sectionsInput struct {
	OfOne
	Limit  int    `query:"limit" minimum:"1" maximum:"5000" default:"500"`
	Cursor string `query:"cursor" doc:"next_cursor of the page before"`
}

type sectionList struct {
	Body struct {
		Sections []Section `json:"sections" doc:"Without panels"`
		Total    int       `json:"total"`
		Next     string    `json:"next_cursor,omitempty" doc:"Cursor of the next page; absent on the last"`
		Position string    `json:"position"`
	}
}

// listSections pages by place, so that a page isn't moved by what appears before it.
func (s *service) listSections(ctx context.Context, in *sectionsInput) (*sectionList, error) {
	at, l, _, err := s.open(ctx, &in.OfOne)
	if err != nil {
		return nil, err
	}
	from, err := cursorIndex(l.sections, partOfSection, in.Cursor)
	if err != nil {
		return nil, err
	}
	out := &sectionList{}
	out.Body.Sections, out.Body.Total, out.Body.Position = []Section{}, len(l.sections), at.moment.Position.String()
	page := l.sections[from:min(from+in.Limit, len(l.sections))]
	for _, one := range page {
		out.Body.Sections = append(out.Body.Sections, showSection(one))
	}
	if from+len(page) < len(l.sections) {
		out.Body.Next = cursorOf(&page[len(page)-1].part)
	}
	return out, nil
}

// SectionChange names a section that is changed.
type SectionChange struct {
	Change
	Section string `path:"section" maxLength:"160"`
}

type sectionChangedOutput struct {
	ETag string `header:"ETag"`
	Body struct {
		Section
		api.Changed
	}
}

type addSectionInput struct {
	Change
	Body sectionStart
}

func (s *service) addSection(ctx context.Context, in *addSectionInput) (*sectionChangedOutput, error) {
	at, l, err := s.changing(ctx, &in.Change)
	if err != nil {
		return nil, err
	}
	fields, after, before := in.Body.beside()
	e := edit{set: Fields{}}
	if len(fields) > 0 {
		if e, err = editOf(fields, knownOfSection); err != nil {
			return nil, err
		}
	}
	lo, hi, err := neighbours(l.sections, partOfSection, after, before)
	if err != nil {
		return nil, err
	}
	e.set["place"] = quoted(placeBetween(lo, hi))
	id := newID("s-", at.user, at.project.No, at.id, in.IdempotencyKey)
	return s.sectionChanged(ctx, at, &in.Change, id, 0, &pb.Event{Body: &pb.Event_SectionAdded{SectionAdded: &pb.DocumentAdded{
		Project: uint32(at.project.No), Id: id, Root: at.id, FieldsJson: e.set.object(),
	}}})
}

func knownOfSection(name string) (field, bool) { return find(sectionFields, name) }

// changing finds a workspace that is about to be changed.
func (s *service) changing(ctx context.Context, in *Change) (*place, *layout, error) {
	at, err := s.toChange(ctx, in)
	if err != nil {
		return nil, nil, err
	}
	if err := s.mayChange(at); err != nil {
		return nil, nil, err
	}
	l, _, err := s.layout(ctx, at)
	return at, l, err
}

// changingSection finds a section that is about to be changed.
func (s *service) changingSection(ctx context.Context, in *SectionChange) (*place, *layout, *section, error) {
	at, l, err := s.changing(ctx, &in.Change)
	if err != nil {
		return nil, nil, nil, err
	}
	one := l.byID[in.Section]
	if one == nil {
		return nil, nil, nil, noSection(in.Section)
	}
	return at, l, one, nil
}

// sectionChanged makes the event, and answers with the section as it is then.
func (s *service) sectionChanged(ctx context.Context, at *place, in *Change, id string, version uint64, e *pb.Event) (*sectionChangedOutput, error) {
	c, err := s.do(ctx, in, catalog.Section, id, version, e)
	if err != nil {
		return nil, err
	}
	out := &sectionChangedOutput{}
	out.Body.Section, out.Body.Changed = Section{ID: id, Layout: "standard", Fields: Fields{}}, c
	l, _, err := s.now(ctx, at)
	if err != nil {
		return nil, err
	}
	if one := l.byID[id]; one != nil {
		out.Body.Section = showSection(one)
	} else {
		s.cat.View(func(st *catalog.State) {
			if d := st.AnyDocument(at.project.No, catalog.Section, id); d != nil {
				out.Body.Version = d.Version
			}
		})
	}
	out.ETag = api.ETag(out.Body.Version)
	return out, nil
}

type editSectionInput struct {
	SectionChange
	Body sectionBody
}

func (s *service) editSection(ctx context.Context, in *editSectionInput) (*sectionChangedOutput, error) {
	at, _, one, err := s.changingSection(ctx, &in.SectionChange)
	if err != nil {
		return nil, err
	}
	e, err := editOf(in.Body.Fields, knownOfSection)
	if err != nil {
		return nil, err
	}
	typed := e
	typed.set = one.mark(maps.Clone(e.set))
	return s.sectionChanged(ctx, at, &in.Change, one.id, one.version(), sectionEvent(edited(at, &one.part, "", typed), e))
}

// Beside is where something is put.
type Beside struct {
	After  string `json:"after,omitempty" maxLength:"160" doc:"Behind this one"`
	Before string `json:"before,omitempty" maxLength:"160" doc:"Before this one; neither: at the end"`
}

type moveSectionInput struct {
	SectionChange
	Body Beside
}

func (s *service) moveSection(ctx context.Context, in *moveSectionInput) (*sectionChangedOutput, error) {
	at, l, one, err := s.changingSection(ctx, &in.SectionChange)
	if err != nil {
		return nil, err
	}
	lo, hi, err := neighbours(without(l.sections, partOfSection, one.id), partOfSection, in.Body.After, in.Body.Before)
	if err != nil {
		return nil, err
	}
	set := one.mark(Fields{"place": quoted(placeBetween(lo, hi))})
	return s.sectionChanged(ctx, at, &in.Change, one.id, one.version(), &pb.Event{Body: &pb.Event_SectionMoved{SectionMoved: &pb.DocumentMoved{
		Project: uint32(at.project.No), Id: one.id, Root: at.id, SetJson: set.object(),
	}}})
}

// mostNamed is how many of its panels the event of a section's deletion names.
const mostNamed = 1000

func (s *service) deleteSection(ctx context.Context, in *SectionChange) (*sectionChangedOutput, error) {
	at, _, one, err := s.changingSection(ctx, in)
	if err != nil {
		return nil, err
	}
	ids := []byte{'['}
	for i, p := range one.panels[:min(mostNamed, len(one.panels))] {
		if i > 0 {
			ids = append(ids, ',')
		}
		ids = append(ids, quoted(p.id)...)
	}
	set := one.mark(Fields{"panels": slices.Concat(ids, []byte{']'})})
	return s.sectionChanged(ctx, at, &in.Change, one.id, one.version(), &pb.Event{Body: &pb.Event_SectionDeleted{SectionDeleted: &pb.DocumentDeleted{
		Project: uint32(at.project.No), Id: one.id, Root: at.id, SetJson: set.object(),
	}}})
}
