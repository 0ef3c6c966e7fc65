package cataloghttp

import (
	"context"
	"encoding/base64"
	"strconv"
	"time"

	"runledger/catalog"
	"runledger/event/pb"
	"runledger/internal/api"
)

type Project struct {
	Entity      string    `json:"entity"`
	Name        string    `json:"name"`
	Description string    `json:"description,omitempty"`
	Created     time.Time `json:"created"`
	CreatedBy   string    `json:"created_by,omitempty"`
	Runs        int       `json:"runs" doc:"Runs that aren't in the trash"`
	Version     uint64    `json:"version"`
}

func projectOf(st *catalog.State, p *catalog.Project) Project {
	out := Project{Entity: p.Entity, Name: p.Name, Description: p.Description, Created: p.Created.UTC(), Version: p.Version}
	if u := st.UserByNo(p.CreatedBy); u != nil {
		out.CreatedBy = u.Name
	}
	all, deleted := st.CountRuns(p.No)
	out.Runs = all - deleted
	return out
}

type projectCreate struct {
	Command
	Body struct {
		Entity      string `json:"entity,omitempty" doc:"Your own if left out"`
		Name        string `json:"name" doc:"1 to 128 bytes, no control characters and none of / \\ # ? % :" example:"digits"`
		Description string `json:"description,omitempty"`
	}
}

type projectCreated struct {
	Body struct {
		Project
		Changed
	}
}

func (s *service) createProject(ctx context.Context, in *projectCreate) (*projectCreated, error) {
	entity := in.Body.Entity
	if entity == "" {
		entity = api.PrincipalOf(ctx).User.Name
	}
	v, c, err := s.do(ctx, in.IdempotencyKey, &pb.Event{
		Subject: subject("project", entity+"/"+in.Body.Name),
		Body: &pb.Event_ProjectCreated{ProjectCreated: &pb.ProjectCreated{
			Entity: entity, Name: in.Body.Name, Description: in.Body.Description,
		}},
	})
	if err != nil {
		return nil, err
	}
	out := &projectCreated{}
	out.Body.Changed = c
	s.cat.View(func(st *catalog.State) { out.Body.Project = projectOf(st, st.ProjectByNo(v.Project)) })
	return out, nil
}

type projectPath struct {
	Entity  string `path:"entity"`
	Project string `path:"project"`
}

type projectAnswer struct {
	ETag string `header:"ETag"`
	Body Project
}

func (s *service) getProject(ctx context.Context, in *projectPath) (*projectAnswer, error) {
	p, err := api.ReadableProject(ctx, s.cat, in.Entity, in.Project)
	if err != nil {
		return nil, err
	}
	out := &projectAnswer{ETag: etag(p.Version)}
	s.cat.View(func(st *catalog.State) { out.Body = projectOf(st, p) })
	return out, nil
}

type projectListing struct {
	Entity string `query:"entity" doc:"Only of this entity"`
	Limit  int    `query:"limit" minimum:"1" maximum:"1000" default:"100"`
	Cursor string `query:"cursor" doc:"next of the page before"`
}

type projectList struct {
	Body struct {
		Projects []Project `json:"projects" doc:"By creation"`
		Next     string    `json:"next,omitempty" doc:"Cursor of the next page; none on the last"`
	}
}

func (s *service) listProjects(ctx context.Context, in *projectListing) (*projectList, error) {
	after, err := parseCursor(in.Cursor)
	if err != nil {
		return nil, err
	}
	out := &projectList{}
	out.Body.Projects = []Project{}
	me := api.PrincipalOf(ctx).User
	s.cat.View(func(st *catalog.State) {
		var last catalog.ProjectNo
		for p := range st.Projects() {
			if p.No <= after || (in.Entity != "" && p.Entity != in.Entity) || !st.MayRead(me, p) {
				continue
			}
			if len(out.Body.Projects) == in.Limit {
				out.Body.Next = cursorAfter(last)
				return
			}
			out.Body.Projects = append(out.Body.Projects, projectOf(st, p))
			last = p.No
		}
	})
	return out, nil
}

func cursorAfter(no catalog.ProjectNo) string {
	return base64.RawURLEncoding.EncodeToString(strconv.AppendUint([]byte("p"), uint64(no), 10))
}

func parseCursor(cursor string) (catalog.ProjectNo, error) {
	if cursor == "" {
		return 0, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(cursor)
	if err == nil && len(b) > 1 && b[0] == 'p' {
		if no, err := strconv.ParseUint(string(b[1:]), 10, 32); err == nil {
			return catalog.ProjectNo(no), nil
		}
	}
	return 0, api.Invalid("The cursor isn't one of ours: use next of the page before, unchanged.")
}
