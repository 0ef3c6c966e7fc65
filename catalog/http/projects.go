package cataloghttp

import (
	"context"
	"net/url"
	"time"

	"runledger/catalog"
	"runledger/event/pb"
	"runledger/internal/api"
)

type Project struct {
	Entity      string    `json:"entity"`
	Name        string    `json:"name"`
	Number      uint32    `json:"number" doc:"Never changes; the audit trail names projects by it"`
	Description string    `json:"description,omitempty"`
	Created     time.Time `json:"created"`
	CreatedBy   string    `json:"created_by,omitempty"`
	Runs        int       `json:"runs" doc:"Runs that aren't in the trash"`
	Trash       int       `json:"trash" doc:"Runs in the trash"`
	Privacy     string    `json:"privacy" enum:"private,restricted,team,public,open,custom" doc:"Who may view and submit, in a word"`
	View        string    `json:"view" enum:"invited,members,everyone"`
	Submit      string    `json:"submit" enum:"invited,members,everyone"`
	May         May       `json:"may" doc:"What you may do here"`
	Links       Links     `json:"links"`
	Deleted     bool      `json:"deleted,omitempty" doc:"It is in the trash"`
	Version     uint64    `json:"version"`
}

// May is what somebody may do with a project.
type May struct {
	Submit     bool `json:"submit" doc:"Log runs"`
	Edit       bool `json:"edit" doc:"Change description, runs, reports"`
	Administer bool `json:"administer" doc:"Rename, share, delete"`
}

// Links are where a project's collections are.
type Links struct {
	Overview   string `json:"overview"`
	Workspaces string `json:"workspaces"`
	Runs       string `json:"runs" doc:"The table"`
	Reports    string `json:"reports"`
	Sweeps     string `json:"sweeps"`
	Artifacts  string `json:"artifacts"`
}

func linksOf(p *catalog.Project) Links {
	at := "/api/v1/projects/" + p.Entity + "/" + url.PathEscape(p.Name)
	return Links{Overview: at + "/overview", Workspaces: at + "/workspaces", Runs: at + "/runs", Reports: at + "/reports",
		Sweeps: at + "/sweeps", Artifacts: at + "/artifacts"}
}

func projectOf(st *catalog.State, who *catalog.User, p *catalog.Project) Project {
	out := Project{Entity: p.Entity, Name: p.Name, Number: uint32(p.No), Description: p.Description, Created: p.Created.UTC(), Version: p.Version,
		Privacy: st.Level(p), View: p.View.String(), Submit: p.Submit.String(), Links: linksOf(p), Deleted: p.Deleted,
		May: May{Submit: st.MayWrite(who, p), Edit: st.MayEdit(who, p), Administer: st.MayAdminister(who, p)}}
	if u := st.UserByNo(p.CreatedBy); u != nil {
		out.CreatedBy = u.Name
	}
	all, deleted := st.CountRuns(p.No)
	out.Runs, out.Trash = all-deleted, deleted
	return out
}

type projectCreate struct {
	Command
	Body struct {
		Entity      string `json:"entity,omitempty" doc:"Your own if left out"`
		Name        string `json:"name" doc:"1 to 128 bytes, no control characters and none of / \\ # ? % :" example:"digits"`
		Description string `json:"description,omitempty"`
		Privacy     string `json:"privacy,omitempty" enum:"private,restricted,team,public,open" doc:"Default: the entity's, see settings"`
		View        string `json:"view,omitempty" enum:"invited,members,everyone" doc:"Instead of privacy: who may view"`
		Submit      string `json:"submit,omitempty" enum:"invited,members,everyone" doc:"Instead of privacy: who may submit runs"`
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
		s.cat.View(func(st *catalog.State) { entity = st.DefaultEntity(api.PrincipalOf(ctx).User) })
	}
	view, submit, err := audiences(in.Body.Privacy, in.Body.View, in.Body.Submit)
	if err != nil {
		return nil, err
	}
	v, c, err := s.do(ctx, in.IdempotencyKey, &pb.Event{
		Subject: subject("project", entity+"/"+in.Body.Name),
		Body: &pb.Event_ProjectCreated{ProjectCreated: &pb.ProjectCreated{
			Entity: entity, Name: in.Body.Name, Description: in.Body.Description,
			View: view, Submit: submit,
		}},
	})
	if err != nil {
		return nil, err
	}
	out := &projectCreated{}
	out.Body.Changed = c
	s.cat.View(func(st *catalog.State) {
		out.Body.Project = projectOf(st, api.PrincipalOf(ctx).User, st.ProjectByNo(v.Project))
	})
	return out, nil
}

type ProjectPath struct {
	Entity  string `path:"entity"`
	Project string `path:"project"`
}

type projectAnswer struct {
	ETag string `header:"ETag"`
	Body struct {
		Project
		Then
	}
}

func (s *service) getProject(ctx context.Context, in *ProjectRead) (*projectAnswer, error) {
	p, err := s.readProject(ctx, in.ProjectPath, in.AsOf)
	if err != nil {
		return nil, err
	}
	out := &projectAnswer{ETag: etag(p.then.Version)}
	out.Body.Then = thenOf(p.past)
	out.Body.Purged = p.past.PurgedRuns(p.now.No)
	p.past.Compare(func(then, now *catalog.State) {
		out.Body.Project = projectAsOf(then, now, api.PrincipalOf(ctx).User, p.now.No)
	})
	return out, nil
}

type projectListing struct {
	api.AsOf
	Entity string `query:"entity" doc:"Only of this entity"`
	Limit  int    `query:"limit" minimum:"1" maximum:"1000" default:"100"`
	Cursor string `query:"cursor" doc:"next_cursor of the page before"`
}

type projectList struct {
	Body struct {
		Projects []Project `json:"projects" doc:"By creation"`
		Next     string    `json:"next_cursor,omitempty" doc:"Cursor of the next page; none on the last"`
		Then
	}
}

func (s *service) listProjects(ctx context.Context, in *projectListing) (*projectList, error) {
	after, err := parseCursor('p', in.Cursor)
	if err != nil {
		return nil, err
	}
	past, err := api.StateAsOf(ctx, s.cat, in.AsOf)
	if err != nil {
		return nil, err
	}
	out := &projectList{}
	out.Body.Projects, out.Body.Then = []Project{}, thenOf(past)
	me := api.PrincipalOf(ctx).User
	past.Compare(func(then, now *catalog.State) {
		out.Body.Purged = purgedProjects(past, now, me, in.Entity)
		var last catalog.ProjectNo
		for p := range then.Projects() {
			if uint64(p.No) <= after || (in.Entity != "" && p.Entity != in.Entity) || p.Deleted || !seenNow(now, me, p.No, past.Pinned) {
				continue
			}
			if len(out.Body.Projects) == in.Limit {
				out.Body.Next = cursorAfter('p', uint64(last))
				return
			}
			out.Body.Projects = append(out.Body.Projects, projectAsOf(then, now, me, p.No))
			last = p.No
		}
	})
	return out, nil
}
