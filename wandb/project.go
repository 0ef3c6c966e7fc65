package wandb

import (
	"context"
	"strconv"

	"github.com/graph-gophers/graphql-go"

	"runledger/catalog"
)

type projectArgs struct{ Name, EntityName *string }

// Project is a project by its name; null if there is none or the caller can't see it.
func (q *resolver) Project(ctx context.Context, args projectArgs) (*projectResolver, error) {
	at, err := q.findProject(ctx, q.entityOr(ctx, args.EntityName), projectOr(args.Name))
	if err != nil || at.project == nil {
		return nil, err
	}
	return &projectResolver{q.Server, at.project, at.write}, nil
}

// Model is what old documents call a project.
func (q *resolver) Model(ctx context.Context, args projectArgs) (*projectResolver, error) {
	return q.Project(ctx, args)
}

// projectResolver answers for a project.
type projectResolver struct {
	s       *Server
	project *catalog.Project
	write   bool
}

func (p *projectResolver) ID() graphql.ID { return nodeID("Project", uint64(p.project.No)) }
func (p *projectResolver) InternalID() *graphql.ID {
	id := graphql.ID(strconv.FormatUint(uint64(p.project.No), 10))
	return &id
}
func (p *projectResolver) Name() *string        { return &p.project.Name }
func (p *projectResolver) EntityName() *string  { return &p.project.Entity }
func (p *projectResolver) CreatedAt() *dateTime { return (*dateTime)(&p.project.Created) }
func (p *projectResolver) Description() *string { return &p.project.Description }
func (p *projectResolver) DockerImage() *string { return nil }
func (p *projectResolver) IsBenchmark() *bool   { return &no }
func (p *projectResolver) Repo() *string        { return nil }
func (p *projectResolver) Views() *string       { return nil }
func (p *projectResolver) ReadOnly() *bool {
	readOnly := !p.write
	return &readOnly
}

// Entity is the owner.
func (p *projectResolver) Entity(ctx context.Context) *entityResolver {
	return p.s.entity(ctx, p.project.Entity)
}

// Access is who may view and submit runs.
func (p *projectResolver) Access() *string { return orNil(accessOf(p.project)) }

// User is who created the project.
func (p *projectResolver) User() *userResolver { return p.s.userByNo(p.project.CreatedBy) }

func (s *Server) userByNo(no catalog.UserNo) (out *userResolver) {
	s.Catalog.View(func(st *catalog.State) {
		if u := st.UserByNo(no); u != nil {
			out = &userResolver{s, u, false}
		}
	})
	return out
}

// Run is a run of the project by its id; null if there is none.
func (p *projectResolver) Run(ctx context.Context, args struct{ Name, Desc *string }) (*runResolver, error) {
	if args.Name == nil {
		return nil, nil
	}
	at, err := p.s.findRun(ctx, p.project.Entity, p.project.Name, *args.Name)
	if err != nil || at.run == nil {
		return nil, err
	}
	return p.s.runResolver(at), nil
}

// Bucket is what old documents call a run.
func (p *projectResolver) Bucket(ctx context.Context, args struct {
	Name, Desc *string
	MissingOk  *bool
}) (*runResolver, error) {
	return p.Run(ctx, struct{ Name, Desc *string }{args.Name, args.Desc})
}
