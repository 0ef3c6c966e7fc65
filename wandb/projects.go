package wandb

import (
	"context"
	"net/http"
	"strconv"

	"github.com/graph-gophers/graphql-go"

	"runledger/catalog"
	"runledger/event/pb"
)

type pageInfo struct {
	EndCursor   *string
	HasNextPage *bool
}

type projectConnection struct {
	Edges    []projectEdge
	PageInfo *pageInfo
}

type projectEdge struct{ Node *projectResolver }

// maxProjects is how many projects a page has at most.
const maxProjects = 1000

// Models lists the projects of an entity that the caller may see, in the order of their
// creation. A cursor is the number of the last one.
func (q *resolver) Models(ctx context.Context, args struct {
	First             *int32
	EntityName, After *string
}) (*projectConnection, error) {
	entity, after := q.entityOr(ctx, args.EntityName), uint64(0)
	if args.After != nil && *args.After != "" {
		var err error
		if after, err = strconv.ParseUint(*args.After, 10, 32); err != nil {
			return nil, refuse(http.StatusUnprocessableEntity, "invalid", "%q is no cursor of ours", *args.After)
		}
	}
	most := maxProjects
	if args.First != nil && *args.First >= 0 {
		most = min(most, int(*args.First))
	}
	out := &projectConnection{Edges: []projectEdge{}, PageInfo: &pageInfo{HasNextPage: &no}}
	q.Catalog.View(func(st *catalog.State) {
		me := caller(ctx, st)
		for p := range st.Projects() {
			if p.Entity != entity || uint64(p.No) <= after || !st.MayRead(me, p) {
				continue
			}
			if len(out.Edges) == most {
				out.PageInfo.HasNextPage = &yes
				return
			}
			out.Edges = append(out.Edges, projectEdge{&projectResolver{q.Server, p, st.MayWrite(me, p)}})
			out.PageInfo.EndCursor = orNil(strconv.FormatUint(uint64(p.No), 10))
		}
	})
	return out, nil
}

// upsertModelInput is what the public API says of a project. Null means: leave it as it
// is. What isn't read here means nothing to this server.
type upsertModelInput struct {
	ID, Name, EntityName, Access, Description *string

	ClientMutationID, DockerImage, Framework, Repo            *string
	AllowAllArtifactTypesInRegistry, IsBenchmark, IsPublished *bool
	Icon, RateLimits, Views                                   *jsonValue
	ArtifactTypes                                             *[]jsonValue
	Owner                                                     *graphql.ID
}

type upsertModelPayload struct {
	Inserted       *bool
	Model, Project *projectResolver
}

// UpsertModel creates a project, or changes its description and who may use it; by its
// id, also its name.
func (q *resolver) UpsertModel(ctx context.Context, args struct{ Input upsertModelInput }) (*upsertModelPayload, error) {
	in := args.Input
	at, err := q.projectMeant(ctx, in)
	if err != nil {
		return nil, err
	}
	inserted := at.project == nil
	if inserted {
		at.project, inserted, err = q.createProject(ctx, in)
	} else {
		at.project, err = q.editProject(ctx, at.project, in)
	}
	if err != nil {
		return nil, err
	}
	project := &projectResolver{q.Server, at.project, at.write || inserted}
	return &upsertModelPayload{&inserted, project, project}, nil
}

func (q *resolver) projectMeant(ctx context.Context, in upsertModelInput) (at place, err error) {
	if in.ID == nil || *in.ID == "" {
		if in.Name == nil || *in.Name == "" {
			return at, refuse(http.StatusUnprocessableEntity, "invalid", "a project needs a name")
		}
		return q.findProject(ctx, q.entityOr(ctx, in.EntityName), *in.Name)
	}
	number, ok := nodeNo("Project", *in.ID)
	err = q.look(ctx, func(st *catalog.State) bool {
		me, p := caller(ctx, st), st.ProjectByNo(catalog.ProjectNo(number))
		if ok && p != nil && st.MayRead(me, p) {
			at = place{project: p, write: st.MayWrite(me, p)}
		}
		return at.project != nil
	})
	if err == nil && at.project == nil {
		err = refuse(http.StatusNotFound, catalog.CodeNotFound, "project not found, or you can't see it")
	}
	return at, err
}

func (q *resolver) createProject(ctx context.Context, in upsertModelInput) (p *catalog.Project, inserted bool, err error) {
	b := &pb.ProjectCreated{Entity: q.entityOr(ctx, in.EntityName), Name: *in.Name, Description: text(in.Description), IfAbsent: true}
	if b.View, b.Submit, err = audiences(text(in.Access)); err != nil {
		return nil, false, err
	}
	v, err := q.act(ctx, "project", b.Entity+"/"+b.Name, &pb.Event{Body: &pb.Event_ProjectCreated{ProjectCreated: b}})
	if err != nil {
		return nil, false, err
	}
	q.Catalog.View(func(st *catalog.State) {
		if p = st.ProjectByNo(v[0].Project); !st.MayRead(caller(ctx, st), p) {
			p = nil
		}
	})
	if p == nil { // it was there, and isn't the caller's to see
		return nil, false, refuse(http.StatusConflict, catalog.CodeExists, "the name %q is taken in %q", b.Name, b.Entity)
	}
	return p, v[0].Outcome == catalog.Accepted, nil
}

func (q *resolver) editProject(ctx context.Context, p *catalog.Project, in upsertModelInput) (*catalog.Project, error) {
	edited, differs := &pb.ProjectEdited{Project: uint32(p.No)}, false
	if in.Description != nil && *in.Description != p.Description {
		edited.Description, differs = in.Description, true
	}
	if in.ID != nil && *in.ID != "" && in.Name != nil && *in.Name != "" && *in.Name != p.Name {
		edited.Name, differs = in.Name, true
	}
	var events []*pb.Event
	if differs {
		events = append(events, &pb.Event{Body: &pb.Event_ProjectEdited{ProjectEdited: edited}})
	}
	if in.Access != nil && *in.Access != "" {
		view, submit, err := audiences(*in.Access)
		if err != nil {
			return nil, err
		}
		if view != p.View.String() || submit != p.Submit.String() {
			events = append(events, &pb.Event{Body: &pb.Event_ProjectPrivacySet{ProjectPrivacySet: &pb.ProjectPrivacySet{
				Project: uint32(p.No), View: view, Submit: submit}}})
		}
	}
	if _, err := q.act(ctx, "project", p.Entity+"/"+p.Name, events...); err != nil {
		return nil, err
	}
	q.Catalog.View(func(st *catalog.State) { p = st.ProjectByNo(p.No) })
	return p, nil
}

// act commands what a person does, and returns the first refusal as an error.
func (s *Server) act(ctx context.Context, kind, id string, events ...*pb.Event) ([]catalog.Verdict, error) {
	if len(events) == 0 {
		return nil, nil
	}
	for _, e := range events {
		e.Actor = principalOf(ctx).Actor(pb.Actor_KIND_USER)
		e.Subject = &pb.Subject{Kind: kind, Id: id}
	}
	verdicts, _, err := s.Catalog.Do(ctx, events...)
	if err != nil {
		return nil, err
	}
	for _, v := range verdicts {
		if !v.OK() {
			return nil, catalog.Refusal{Verdict: v}
		}
	}
	return verdicts, nil
}

type deleteRunPayload struct{ ClientMutationID *string }

// DeleteRun puts a run into the trash.
func (q *resolver) DeleteRun(ctx context.Context, args struct {
	Input struct {
		ID              *graphql.ID
		DeleteArtifacts *bool
	}
}) (*deleteRunPayload, error) {
	at, err := q.writable(q.findRunByID(ctx, idText(args.Input.ID)))
	if err != nil {
		return nil, err
	}
	_, err = q.do(ctx, at, pb.Actor_KIND_USER, &pb.Event{Body: &pb.Event_RunDeleted{RunDeleted: &pb.RunDeleted{Run: uint64(at.run.No)}}})
	if err != nil {
		return nil, err
	}
	return &deleteRunPayload{}, nil
}
