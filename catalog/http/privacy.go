package cataloghttp

import (
	"context"

	"runledger/catalog"
	"runledger/event/pb"
	"runledger/internal/api"
)

// audiences returns who may view and submit, of a level or as given; empty: not said.
func audiences(level, view, submit string) (string, string, error) {
	if level == "" {
		return view, submit, nil
	}
	if view != "" || submit != "" {
		return "", "", api.Invalid("Give a level, or view and submit.")
	}
	if l, ok := catalog.LevelNamed(level); ok {
		return l.View.String(), l.Submit.String(), nil
	}
	return "", "", api.Invalid("There's no level %q: private, restricted, team, public or open.", level)
}

type privacy struct {
	ETag string `header:"ETag"`
	Body struct {
		Level  string   `json:"level" enum:"private,restricted,team,public,open,custom"`
		View   string   `json:"view" enum:"invited,members,everyone" doc:"Who may view the project, its runs and its reports"`
		Submit string   `json:"submit" enum:"invited,members,everyone" doc:"Who may submit runs"`
		Levels []string `json:"levels" doc:"Levels to choose from here"`
		Changed
	}
}

func (s *service) privacyOf(no catalog.ProjectNo, view func(func(*catalog.State))) *privacy {
	out := &privacy{}
	view(func(st *catalog.State) {
		p := st.ProjectByNo(no)
		e := st.Entity(p.Entity)
		out.ETag = etag(p.Version)
		out.Body.Level, out.Body.View, out.Body.Submit = st.Level(p), p.View.String(), p.Submit.String()
		if e != nil {
			for _, l := range catalog.LevelsOf(e.Kind) {
				out.Body.Levels = append(out.Body.Levels, l.Name)
			}
		}
	})
	return out
}

func (s *service) getPrivacy(ctx context.Context, in *ProjectRead) (*privacy, error) {
	p, err := s.readProject(ctx, in.ProjectPath, in.AsOf)
	if err != nil {
		return nil, err
	}
	out := s.privacyOf(p.now.No, p.past.View)
	out.Body.Position = p.past.Position.String()
	return out, nil
}

type privacySet struct {
	ProjectCommand
	Body struct {
		Level  string `json:"level,omitempty" enum:"private,restricted,team,public,open"`
		View   string `json:"view,omitempty" enum:"invited,members,everyone"`
		Submit string `json:"submit,omitempty" enum:"invited,members,everyone"`
	}
}

func (s *service) setPrivacy(ctx context.Context, in *privacySet) (*privacy, error) {
	view, submit, err := audiences(in.Body.Level, in.Body.View, in.Body.Submit)
	if err != nil {
		return nil, err
	}
	if view == "" && submit == "" {
		return nil, api.Invalid("The request changes nothing: give a level, or view and submit.")
	}
	no, c, err := s.onProject(ctx, &in.ProjectCommand, func(p *catalog.Project) *pb.Event {
		if view == "" {
			view = p.View.String()
		}
		if submit == "" {
			submit = p.Submit.String()
		}
		return &pb.Event{Body: &pb.Event_ProjectPrivacySet{ProjectPrivacySet: &pb.ProjectPrivacySet{Project: uint32(p.No), View: view, Submit: submit}}}
	})
	if err != nil {
		return nil, err
	}
	out := s.privacyOf(no, s.cat.View)
	out.Body.Changed = c
	return out, nil
}

type accessList struct {
	Body struct {
		Access []accessEntry `json:"access" doc:"Who was invited to this project, in the order in which the users came"`
		Paged
		Then
	}
}

type accessEntry struct {
	User string `json:"user"`
	Role string `json:"role" enum:"viewer,member"`
}

type accessListing struct {
	ProjectRead
	Paging
}

func (s *service) listAccess(ctx context.Context, in *accessListing) (*accessList, error) {
	p, err := s.readProject(ctx, in.ProjectPath, in.AsOf)
	if err != nil {
		return nil, err
	}
	out := &accessList{}
	out.Body.Access, out.Body.Then = []accessEntry{}, thenOf(p.past)
	p.past.View(func(st *catalog.State) {
		var all []*catalog.User
		for _, u := range st.Users() {
			if p.then.Access[u.No] != catalog.NoRole && !u.Deleted {
				all = append(all, u)
			}
		}
		all, out.Body.Paged, err = pageByNo(in.Paging, 'u', all, func(u *catalog.User) uint64 { return uint64(u.No) })
		for _, u := range all {
			out.Body.Access = append(out.Body.Access, accessEntry{u.Name, p.then.Access[u.No].String()})
		}
	})
	return out, err
}

type accessGrant struct {
	ProjectCommand
	User string `path:"user"`
	Body struct {
		Role string `json:"role" enum:"viewer,member" doc:"viewer: may view; member: may submit and edit too"`
	}
}

func (s *service) grantAccess(ctx context.Context, in *accessGrant) (*done, error) {
	_, c, err := s.onProject(ctx, &in.ProjectCommand, func(p *catalog.Project) *pb.Event {
		return &pb.Event{Body: &pb.Event_ProjectAccessGranted{ProjectAccessGranted: &pb.ProjectAccessGranted{Project: uint32(p.No), User: in.User, Role: in.Body.Role}}}
	})
	return &done{c}, err
}

type accessRevoke struct {
	ProjectCommand
	User string `path:"user"`
}

func (s *service) revokeAccess(ctx context.Context, in *accessRevoke) (*done, error) {
	_, c, err := s.onProject(ctx, &in.ProjectCommand, func(p *catalog.Project) *pb.Event {
		return &pb.Event{Body: &pb.Event_ProjectAccessRevoked{ProjectAccessRevoked: &pb.ProjectAccessRevoked{Project: uint32(p.No), User: in.User}}}
	})
	return &done{c}, err
}
