package workspace

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"runledger/catalog"
	"runledger/event/pb"
	"runledger/internal/api"
)

type getInput struct {
	OfOne
	PageSize int `query:"page_size" minimum:"1" maximum:"1000" doc:"Panels of a page of the standard layout; default columns × rows of each section"`
	Sections int `query:"sections" minimum:"0" maximum:"5000" default:"500" doc:"At most so many sections; the others are at …/sections"`
}

type workspaceOutput struct {
	ETag string `header:"ETag"`
	Body struct {
		Workspace
		Shown
	}
}

// Shown is when a workspace is shown as of.
type Shown struct {
	Position string     `json:"position" doc:"What it includes at least; with as_of exactly"`
	AsOf     *time.Time `json:"as_of,omitempty" doc:"as_of, where it was given as a time"`
	Purged   []string   `json:"purged,omitempty" doc:"With as_of: runs that were there then and were purged since"`
}

// Workspace is a workspace as it is answered.
type Workspace struct {
	ID           string          `json:"id"`
	Name         string          `json:"name,omitempty" doc:"Of a saved view"`
	Owner        string          `json:"owner"`
	Own          bool            `json:"own" doc:"It is the user's own one, not a saved view"`
	Editable     bool            `json:"editable" doc:"You may change it"`
	Total        int             `json:"total" doc:"Runs of the project"`
	Visualized   int             `json:"visualized" doc:"Runs with the eye on"`
	RunSet       RunSet          `json:"run_set" doc:"Which runs sidebar, table and panels show"`
	Visibility   map[string]bool `json:"visibility" doc:"By run id, where somebody said so"`
	Fields       Fields          `json:"fields" doc:"What is stored, whatever it is"`
	LeftOut      []string        `json:"left_out,omitempty" doc:"Fields of more than 16 KiB"`
	Errors       []SpecFault     `json:"errors,omitempty" doc:"Stored fields that can't be used as they are"`
	SectionCount *int            `json:"section_count,omitempty" doc:"Answers to changes don't count"`
	PanelCount   *int            `json:"panel_count,omitempty" doc:"Likewise"`
	Sections     []Section       `json:"sections,omitempty" doc:"In order"`
	Version      uint64          `json:"version" doc:"0: nobody changed it"`
}

func (s *service) get(ctx context.Context, in *getInput) (*workspaceOutput, error) {
	at, l, w, err := s.open(ctx, &in.OfOne)
	if err != nil {
		return nil, err
	}
	out := &workspaceOutput{}
	out.Body.Workspace, out.Body.Shown = s.show(at, w), at.shown()
	sections, panels := len(l.sections), 0
	for _, one := range l.sections {
		panels += len(one.panels)
	}
	out.Body.SectionCount, out.Body.PanelCount = &sections, &panels
	for _, one := range l.sections[:min(in.Sections, len(l.sections))] {
		out.Body.Sections = append(out.Body.Sections, showWithPanels(w, one, in.PageSize))
	}
	out.ETag = api.ETag(out.Body.Version)
	return out, nil
}

// showWithPanels shows a section with the panels of its page.
func showWithPanels(w stored, s *section, pageSize int) Section {
	out := showSection(s)
	if out.Collapsed {
		return out
	}
	size := s.pageSize()
	if size > 0 && pageSize > 0 {
		size = pageSize
		out.Pages = max(1, (len(s.panels)+size-1)/size)
		out.Page = min(out.Page, out.Pages)
	}
	out.Panels = showPanels(w, pageOf(s.panels, out.Page, size))
	return out
}

func (at *place) shown() Shown {
	out := Shown{Position: at.moment.Position.String()}
	if at.moment.Pinned {
		out.Purged = at.past.PurgedRuns(at.project.No)
		if !at.moment.Time.IsZero() {
			out.AsOf = &at.moment.Time
		}
	}
	return out
}

// show shows all but the sections.
func (s *service) show(at *place, w stored) Workspace {
	out := Workspace{ID: at.id, Own: strings.HasPrefix(at.id, "user-"), Visibility: map[string]bool{}, Fields: Fields{}}
	out.Owner = strings.TrimPrefix(at.id, "user-")
	if w.doc != nil {
		out.Version = w.doc.Version
	}
	out.Name, _ = text(w.raw("name"))
	at.past.View(func(st *catalog.State) { out.see(st, at, w) })
	out.Editable = !at.moment.Pinned && s.mayChange(at) == nil
	set := w.runSet(nil)
	out.RunSet = set.show()
	for _, f := range workspaceFields {
		if fault := f.faultOf(w.raw(f.name), ""); fault != nil {
			out.Errors = append(out.Errors, *faultOf(*fault))
		}
	}
	for _, fault := range searchFault(w.raw, nil, "") {
		out.Errors = append(out.Errors, *faultOf(fault))
	}
	return out
}

// see fills in what has to do with runs and people.
func (out *Workspace) see(st *catalog.State, at *place, w stored) {
	all, deleted := st.CountRuns(at.project.No)
	out.Total = all - deleted
	if w.doc != nil && !out.Own {
		out.Owner = ""
		if u := st.UserByNo(w.doc.Owner); u != nil {
			out.Owner = u.Name
		}
	}
	shownAtFirst := flag(w.raw("visibility_default"), true)
	differ := 0
	if w.doc != nil {
		for _, name := range slices.Sorted(maps.Keys(w.doc.Fields)) {
			no, is := strings.CutPrefix(name, visibilityField)
			v := w.raw(name)
			switch {
			case is:
				if r := runNumbered(st, at.project.No, no); r != nil && isFlag(v) {
					out.Visibility[r.ID] = string(v) == "true"
					if flag(v, shownAtFirst) != shownAtFirst {
						differ++
					}
				}
			case v == nil || isOurs(name):
			case len(v) > mostShown:
				out.LeftOut = append(out.LeftOut, name)
			default:
				out.Fields[name] = v
			}
		}
	}
	if out.Visualized = differ; shownAtFirst {
		out.Visualized = out.Total - differ
	}
}

func isFlag(v json.RawMessage) bool { return string(v) == "true" || string(v) == "false" }

type editInput struct {
	Change
	Body workspaceBody
}

type workspaceChanged struct {
	ETag string `header:"ETag"`
	Body struct {
		Workspace
		api.Changed
	}
}

func (s *service) edit(ctx context.Context, in *editInput) (*workspaceChanged, error) {
	at, err := s.toChange(ctx, &in.Change)
	if err != nil {
		return nil, err
	}
	if err := s.mayChange(at); err != nil {
		return nil, err
	}
	var w stored
	at.past.View(func(st *catalog.State) { w.doc = st.Document(at.project.No, catalog.Workspace, at.id) })
	fields, visibility, err := s.visibilityOf(at, in.Body.Fields)
	if err != nil {
		return nil, err
	}
	e := edit{set: Fields{}}
	if len(fields) > 0 || len(visibility.set)+len(visibility.removed) == 0 {
		if e, err = editOf(fields, func(name string) (field, bool) { return find(workspaceFields, name) }); err != nil {
			return nil, err
		}
	}
	if err := refused(searchFault(e.over(w.raw), e.names(), "body.")); err != nil {
		return nil, err
	}
	maps.Copy(e.set, visibility.set)
	e.removed = append(e.removed, visibility.removed...)
	return s.changed(ctx, at, &in.Change, workspaceEvent(&pb.DocumentEdited{
		Project: uint32(at.project.No), Id: at.id, SetJson: e.set.object(), Removed: e.removed,
	}, e))
}

// changed makes the event, and answers with the workspace as it is then.
func (s *service) changed(ctx context.Context, at *place, in *Change, e *pb.Event) (*workspaceChanged, error) {
	var w stored
	at.past.View(func(st *catalog.State) { w.doc = st.Document(at.project.No, catalog.Workspace, at.id) })
	version := uint64(0)
	if w.doc != nil {
		version = w.doc.Version
	}
	c, err := s.do(ctx, in, catalog.Workspace, at.id, version, e)
	if err != nil {
		return nil, err
	}
	out := &workspaceChanged{}
	s.cat.View(func(st *catalog.State) { w.doc = st.Document(at.project.No, catalog.Workspace, at.id) })
	out.Body.Workspace, out.Body.Changed = s.show(at, w), c
	out.ETag = api.ETag(out.Body.Version)
	return out, nil
}

type bareInput struct{ Change }

func (s *service) remove(ctx context.Context, in *bareInput) (*workspaceChanged, error) {
	at, err := s.toChange(ctx, &in.Change)
	if err != nil {
		return nil, err
	}
	if err := s.mayChange(at); err != nil {
		return nil, err
	}
	if strings.HasPrefix(at.id, "user-") {
		return nil, api.Invalid("A user's own workspace can't be deleted.").With("POST …/clear empties it.")
	}
	return s.changed(ctx, at, &in.Change, &pb.Event{Body: &pb.Event_WorkspaceDeleted{
		WorkspaceDeleted: &pb.DocumentDeleted{Project: uint32(at.project.No), Id: at.id},
	}})
}

func (s *service) clear(ctx context.Context, in *bareInput) (*workspaceChanged, error) {
	at, err := s.toChange(ctx, &in.Change)
	if err != nil {
		return nil, err
	}
	if err := s.mayChange(at); err != nil {
		return nil, err
	}
	return s.changed(ctx, at, &in.Change, &pb.Event{Body: &pb.Event_WorkspaceCleared{
		WorkspaceCleared: &pb.WorkspaceCleared{Project: uint32(at.project.No), Id: at.id},
	}})
}
