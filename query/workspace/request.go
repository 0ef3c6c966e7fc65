package workspace

import (
	"context"
	"strings"

	"runledger/catalog"
	"runledger/internal/api"
	"runledger/internal/position"
	"runledger/internal/progress"
	"runledger/query/read"
)

// Of names the workspaces of a project, and when.
type Of struct {
	read.Params
	Entity  string `path:"entity"`
	Project string `path:"project"`
}

// OfOne names a workspace, and when.
type OfOne struct {
	Of
	Workspace string `path:"workspace" maxLength:"160" doc:"me, user-NAME, or the id of a saved view" example:"me"`
}

// Change names a workspace that is changed.
type Change struct {
	api.Command
	Entity    string `path:"entity"`
	Project   string `path:"project"`
	Workspace string `path:"workspace" maxLength:"160" doc:"me, or the id of a saved view" example:"me"`
	IfMatch   string `header:"If-Match" doc:"The ETag that the change was decided on; if it has changed since, it's refused with 409"`
}

// place is what a request is about: a workspace of a project at a moment.
type place struct {
	project *catalog.Project // as it is now
	user    *catalog.User    // who asks
	past    *api.Past
	moment  read.Moment
	need    position.Position // what the request waited for
	id      string            // of the workspace
}

// find finds what a request is about; what is shown needs tables of a kind.
func (s *service) find(ctx context.Context, in *OfOne, kind progress.Kind) (*place, error) {
	at, err := s.findProject(ctx, &in.Of, kind)
	if err != nil {
		return nil, err
	}
	at.id, err = s.workspaceID(at, in.Workspace)
	return at, err
}

func (s *service) findProject(ctx context.Context, in *Of, kind progress.Kind) (*place, error) {
	p, err := api.ReadableProject(ctx, s.cat, in.Entity, in.Project)
	if err != nil {
		return nil, err
	}
	at := &place{project: p, user: api.PrincipalOf(ctx).User}
	if at.past, err = api.StateAsOf(ctx, s.cat, api.AsOf{AsOf: in.AsOf}); err != nil {
		return nil, err
	}
	if _, err = at.past.Project(p.No); err != nil {
		return nil, err
	}
	if at.moment, err = s.reader.Moment(ctx, kind, in.Params); err != nil {
		return nil, err
	}
	if in.WaitFor != "" {
		if at.need, err = position.Parse(in.WaitFor); err != nil {
			return nil, err // a bad one was refused above
		}
		return at, s.cat.WaitFor(ctx, at.need.Actions)
	}
	return at, nil
}

// toChange finds what a change is about.
func (s *service) toChange(ctx context.Context, in *Change) (*place, error) {
	return s.find(ctx, &OfOne{Of{Entity: in.Entity, Project: in.Project}, in.Workspace}, progress.Points)
}

// workspaceID is the id that the workspace of a path has.
func (s *service) workspaceID(at *place, name string) (id string, err error) {
	if name == "me" {
		return catalog.OwnWorkspace(at.user), nil
	}
	missing := api.NotFound("There's no workspace %q in %s/%s.", name, at.project.Entity, at.project.Name)
	at.past.View(func(st *catalog.State) {
		if st.Document(at.project.No, catalog.Workspace, name) == nil {
			err = missing
		}
	})
	if user, own := strings.CutPrefix(name, "user-"); own && err != nil {
		s.cat.View(func(st *catalog.State) { // nobody changed it, but it's there if its owner may be
			if u := st.UserByName(user); u != nil && st.MayRead(u, at.project) {
				err = nil
			}
		})
	}
	return name, err
}

// open finds what a request to read is about, with the workspace's layout.
func (s *service) open(ctx context.Context, in *OfOne) (*place, *layout, stored, error) {
	at, err := s.find(ctx, in, progress.Points)
	if err != nil {
		return nil, nil, stored{}, err
	}
	l, w, err := s.layout(ctx, at)
	return at, l, w, err
}

// layout is the workspace as it is shown.
func (s *service) layout(ctx context.Context, at *place) (*layout, stored, error) {
	homes := func() (list []uint32) {
		at.past.View(func(st *catalog.State) { list = homesOf(st, at.project.No) })
		return list
	}
	m, err := s.lists.at(ctx, at.project.No, homes, at.moment, at.need)
	if err != nil {
		return nil, stored{}, err
	}
	var w stored
	at.past.View(func(st *catalog.State) { w = storedOf(st, at.project.No, at.id) })
	if at.moment.Pinned {
		return arrange(w, m), w, nil
	}
	return s.layouts.arrange(at.project.No, w, m), w, nil
}

// homesOf are the projects in which runs of the project were created.
func homesOf(st *catalog.State, p catalog.ProjectNo) (list []uint32) {
	seen := map[catalog.ProjectNo]bool{}
	for r := range st.Runs(p) {
		if !seen[r.Home] {
			seen[r.Home] = true
			list = append(list, uint32(r.Home))
		}
	}
	return list
}
