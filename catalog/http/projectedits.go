package cataloghttp

import (
	"context"

	"runledger/catalog"
	"runledger/event/pb"
	"runledger/internal/api"
)

// ProjectCommand is what requests that change a project have in common.
type ProjectCommand struct {
	Command
	ProjectPath
	IfMatch string `header:"If-Match" doc:"The ETag that the change was decided on; if the project has changed since, it's refused with 409"`
}

// onProject makes the event that make gives for the project a command.
func (s *service) onProject(ctx context.Context, in *ProjectCommand, make func(*catalog.Project) *pb.Event) (catalog.ProjectNo, Changed, error) {
	p, err := api.ReadableProject(ctx, s.cat, in.Entity, in.Project)
	if err != nil {
		return 0, Changed{}, err
	}
	return s.changeProject(ctx, in, p, make(p))
}

func (s *service) changeProject(ctx context.Context, in *ProjectCommand, p *catalog.Project, e *pb.Event) (no catalog.ProjectNo, c Changed, err error) {
	if e.Expect, err = expected(in.IfMatch); err != nil {
		return p.No, c, err
	}
	e.Subject = subject("project", p.Entity+"/"+p.Name)
	_, c, err = s.do(ctx, in.IdempotencyKey, e)
	return p.No, c, err
}

type projectChanged struct {
	ETag string `header:"ETag"`
	Body struct {
		Project
		Changed
	}
}

func (s *service) projectChanged(ctx context.Context, no catalog.ProjectNo, c Changed) *projectChanged {
	out := &projectChanged{}
	s.cat.View(func(st *catalog.State) {
		p := st.ProjectByNo(no)
		out.ETag, out.Body.Project = etag(p.Version), projectOf(st, api.PrincipalOf(ctx).User, p)
	})
	out.Body.Changed = c
	return out
}

type projectEdit struct {
	ProjectCommand
	Body struct {
		Name        *string `json:"name,omitempty" doc:"The old name goes on leading here until another project takes it"`
		Description *string `json:"description,omitempty" doc:"Markdown, kept byte for byte; at most 64 KiB"`
	}
}

func (s *service) editProject(ctx context.Context, in *projectEdit) (*projectChanged, error) {
	name, description := in.Body.Name, in.Body.Description
	if name == nil && description == nil {
		return nil, api.Invalid("The request changes nothing: give name or description.")
	}
	no, c, err := s.onProject(ctx, &in.ProjectCommand, func(p *catalog.Project) *pb.Event {
		no := uint32(p.No)
		switch {
		case description == nil:
			return &pb.Event{Body: &pb.Event_ProjectRenamed{ProjectRenamed: &pb.ProjectRenamed{Project: no, Name: *name}}}
		case name == nil:
			return &pb.Event{Body: &pb.Event_ProjectDescriptionSet{ProjectDescriptionSet: &pb.ProjectDescriptionSet{Project: no, Description: *description}}}
		}
		return &pb.Event{Body: &pb.Event_ProjectEdited{ProjectEdited: &pb.ProjectEdited{Project: no, Name: name, Description: description}}}
	})
	if err != nil {
		return nil, err
	}
	return s.projectChanged(ctx, no, c), nil
}

type projectDelete struct {
	ProjectCommand
	Confirm string `query:"confirm" doc:"The project's name; needed if it has runs"`
}

func (s *service) deleteProject(ctx context.Context, in *projectDelete) (*projectChanged, error) {
	p, err := api.ReadableProject(ctx, s.cat, in.Entity, in.Project)
	if err != nil {
		return nil, err
	}
	runs := 0
	s.cat.View(func(st *catalog.State) {
		all, deleted := st.CountRuns(p.No)
		runs = all - deleted
	})
	if runs > 0 && in.Confirm != p.Name {
		problem := api.NewProblem(422, "confirm", "%s/%s has %d runs.", p.Entity, p.Name, runs).
			With("Repeat the request with confirm=" + p.Name + ". The project goes into the trash and can be undeleted.")
		problem.Errors = []api.FieldError{{Location: "query.confirm", Code: "confirm", Message: "the project's name is expected"}}
		return nil, problem
	}
	no, c, err := s.changeProject(ctx, &in.ProjectCommand, p,
		&pb.Event{Body: &pb.Event_ProjectDeleted{ProjectDeleted: &pb.ProjectDeleted{Project: uint32(p.No)}}})
	if err != nil {
		return nil, err
	}
	return s.projectChanged(ctx, no, c), nil
}

func (s *service) undeleteProject(ctx context.Context, in *ProjectCommand) (*projectChanged, error) {
	p, err := s.trashedProject(ctx, in.Entity, in.Project)
	if err != nil {
		return nil, err
	}
	no, c, err := s.changeProject(ctx, in, p,
		&pb.Event{Body: &pb.Event_ProjectUndeleted{ProjectUndeleted: &pb.ProjectUndeleted{Project: uint32(p.No)}}})
	if err != nil {
		return nil, err
	}
	return s.projectChanged(ctx, no, c), nil
}

// trashedProject finds a project in the trash, too, for who administers it.
func (s *service) trashedProject(ctx context.Context, entity, name string) (*catalog.Project, error) {
	var p *catalog.Project
	look := func(st *catalog.State) {
		if p = st.FindProject(entity, name); p != nil && !st.MayAdminister(api.PrincipalOf(ctx).User, p) {
			p = nil
		}
	}
	if s.cat.View(look); p == nil {
		if err := api.Fresh(ctx, s.cat); err != nil {
			return nil, err
		}
		s.cat.View(look)
	}
	if p == nil {
		return nil, api.NotFound("There's no project %s/%s, or you can't see it.", entity, name)
	}
	return p, nil
}

type trashedProjects struct {
	Body struct {
		Projects []Project `json:"projects" doc:"Projects in the trash that you may undelete"`
		Paged
		Then
	}
}

func (s *service) listTrash(ctx context.Context, in *Listing) (*trashedProjects, error) {
	past, err := api.StateAsOf(ctx, s.cat, in.AsOf)
	if err != nil {
		return nil, err
	}
	out, me := &trashedProjects{}, api.PrincipalOf(ctx).User
	out.Body.Projects, out.Body.Then = []Project{}, thenOf(past)
	past.Compare(func(then, now *catalog.State) {
		out.Body.Purged = purgedProjects(past, now, me, "")
		var all []*catalog.Project
		for p := range then.Projects() {
			if p.Deleted && now.MayAdminister(me, now.ProjectByNo(p.No)) {
				all = append(all, p)
			}
		}
		all, out.Body.Paged, err = pageByNo(in.Paging, 'p', all, func(p *catalog.Project) uint64 { return uint64(p.No) })
		for _, p := range all {
			out.Body.Projects = append(out.Body.Projects, projectAsOf(then, now, me, p.No))
		}
	})
	return out, err
}
