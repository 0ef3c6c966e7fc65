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
	"runledger/internal/progress"
)

type listWorkspaces struct {
	Of
	Limit  int    `query:"limit" minimum:"1" maximum:"1000" default:"100"`
	Cursor string `query:"cursor" doc:"next_cursor of the page before"`
}

type workspaceList struct {
	Body struct {
		Workspaces []Summary `json:"workspaces" doc:"Your own first, then saved views, then other people's, in the order in which they were made"`
		Next       string    `json:"next_cursor,omitempty"`
		Position   string    `json:"position"`
	}
}

// Summary is a workspace in a list.
type Summary struct {
	ID      string `json:"id"`
	Name    string `json:"name,omitempty"`
	Owner   string `json:"owner"`
	Own     bool   `json:"own"`
	Version uint64 `json:"version"`
}

func (s *service) list(ctx context.Context, in *listWorkspaces) (*workspaceList, error) {
	at, err := s.findProject(ctx, &in.Of, progress.Points)
	if err != nil {
		return nil, err
	}
	mine := catalog.OwnWorkspace(at.user)
	all := []*part{{id: mine, place: "a"}}
	names := map[string]Summary{mine: {ID: mine, Owner: at.user.Name, Own: true}}
	at.past.View(func(st *catalog.State) {
		for _, d := range st.Documents(at.project.No, catalog.Workspace, "", "", false) {
			one := Summary{ID: d.ID, Version: d.Version, Own: strings.HasPrefix(d.ID, "user-"), Owner: strings.TrimPrefix(d.ID, "user-")}
			one.Name, _ = text(d.Fields["name"])
			p := &part{id: d.ID, place: "b" + d.Order}
			if one.Own {
				p.place = "c" + d.Order
			} else if u := st.UserByNo(d.Owner); u != nil {
				one.Owner = u.Name
			}
			if names[d.ID] = one; d.ID != mine {
				all = append(all, p)
			}
		}
	})
	slices.SortFunc(all, inPlace)
	from, err := cursorIndex(all, func(p *part) *part { return p }, in.Cursor)
	if err != nil {
		return nil, err
	}
	out := &workspaceList{}
	out.Body.Workspaces, out.Body.Position = []Summary{}, at.moment.Position.String()
	page := all[from:min(from+in.Limit, len(all))]
	for _, p := range page {
		out.Body.Workspaces = append(out.Body.Workspaces, names[p.id])
	}
	if from+len(page) < len(all) {
		out.Body.Next = cursorOf(page[len(page)-1])
	}
	return out, nil
}

type createWorkspace struct {
	api.Command
	Entity  string `path:"entity"`
	Project string `path:"project"`
	Body    struct {
		Name string `json:"name" minLength:"1" maxLength:"512"`
		From string `json:"from,omitempty" maxLength:"160" doc:"The workspace to copy, as in paths: me, user-NAME, or the id of a saved view"`
	}
}

func (s *service) create(ctx context.Context, in *createWorkspace) (*workspaceChanged, error) {
	of := Of{Entity: in.Entity, Project: in.Project}
	at, err := s.findProject(ctx, &of, progress.Points)
	if err != nil {
		return nil, err
	}
	at.id = newID("v-", at.user, at.project.No, "", in.IdempotencyKey)
	if err := s.mayChange(at); err != nil {
		return nil, err
	}
	fields := Fields{}
	if in.Body.From != "" {
		from, err := s.find(ctx, &OfOne{of, in.Body.From}, progress.Points)
		if err != nil {
			return nil, err
		}
		l, w, err := s.layout(ctx, from)
		if err != nil {
			return nil, err
		}
		fields = copyOf(w, l, at.id)
	}
	fields["name"] = quoted(in.Body.Name)
	object := fields.object()
	if len(object) > mostCopied {
		return nil, api.TooLarge("The workspace has %d bytes of its own; one of at most %d can be copied.", len(object), mostCopied).
			With("Delete panels that it can do without, or shorten long texts in panels.")
	}
	change := &Change{Command: in.Command, Entity: in.Entity, Project: in.Project}
	return s.changed(ctx, at, change, &pb.Event{Body: &pb.Event_WorkspaceCreated{WorkspaceCreated: &pb.DocumentAdded{
		Project: uint32(at.project.No), Id: at.id, FieldsJson: object,
	}}})
}

// mostCopied leaves room in a record and a document, which have 1 MiB each.
const mostCopied = 900 << 10

// copyOf are the fields of a copy: those of the workspace and, a field each, what
// somebody arranged in it. So a copy is one action. Its sections and panels have ids of
// those that arrange themselves; they become documents when somebody changes them.
func copyOf(w stored, l *layout, id string) Fields {
	fields := Fields{}
	if w.doc != nil {
		for name, v := range w.doc.Fields {
			if isSet(v) && !strings.HasPrefix(name, "copied.") {
				fields[name] = v
			}
		}
	}
	ids := map[string]string{} // of sections
	for _, s := range l.sections {
		if ids[s.id] = copiedSectionID(s, id); s.doc != nil || s.base != nil {
			fields[copiedSectionField+ids[s.id]] = s.fields(nil).object()
		}
		for _, p := range s.panels {
			if p.doc == nil && p.base == nil {
				continue
			}
			more := Fields{"parent": quoted(ids[s.id])}
			if s.doc == nil && s.base == nil {
				s.note(more)
			}
			fields[copiedPanelField+copiedPanelID(p, id)] = p.fields(more).object()
		}
	}
	copyDeleted(w, fields, id)
	return fields
}

// copyDeleted copies that what would appear by itself was deleted.
func copyDeleted(w stored, fields Fields, id string) {
	b := &arranger{stored: w, sections: map[string]*section{}, panels: map[string]*panel{}}
	b.copied()
	b.documents()
	gone := func(p *part) (title string, system bool, value json.RawMessage) {
		title, ok := text(p.raw("auto_for"))
		if !ok || !p.deleted() {
			return "", false, nil
		}
		return title, flag(p.raw("auto_system"), false), Fields{"deleted": json.RawMessage("true"), "auto_for": quoted(title), "auto_system": p.raw("auto_system")}.object()
	}
	for _, s := range b.sections {
		if title, system, v := gone(&s.part); v != nil {
			fields[copiedSectionField+sectionID(id, title, system)] = v
		}
	}
	for _, p := range b.panels {
		if name, system, v := gone(&p.part); v != nil {
			fields[copiedPanelField+metric{name: name, system: system}.id(id)] = v
		}
	}
}

// fields are all that a part has, with its place, and more.
func (p *part) fields(more Fields) Fields {
	all := Fields{}
	maps.Copy(all, p.base)
	if p.doc != nil {
		maps.Copy(all, p.doc.Fields)
	}
	for _, name := range []string{"deleted", "parent", "in_section", "panels"} {
		delete(all, name)
	}
	all["place"] = quoted(p.place)
	maps.Copy(all, more)
	return all
}

func copiedSectionID(s *section, workspace string) string {
	if s.auto != "" {
		return sectionID(workspace, s.auto, s.system)
	}
	return autoID(workspace, ofCopy, s.id)
}

func copiedPanelID(p *panel, workspace string) string {
	if p.auto {
		return metric{name: p.metric, system: p.system}.id(workspace)
	}
	return autoID(workspace, ofCopy, p.id)
}
