package wandb

import (
	"context"

	"github.com/graph-gophers/graphql-go"

	"runledger/catalog"
)

// Viewer is who asks.
func (q *resolver) Viewer(ctx context.Context) *userResolver {
	p := principalOf(ctx)
	return &userResolver{q.Server, p.User, true}
}

// userResolver answers for a user. Only the user sees keys, settings and teams.
type userResolver struct {
	s    *Server
	user *catalog.User
	self bool
}

func (u *userResolver) ID() graphql.ID                         { return nodeID("User", uint64(u.user.No)) }
func (u *userResolver) Name() *string                          { return &u.user.Name }
func (u *userResolver) Username() *string                      { return &u.user.Name }
func (u *userResolver) Email() *string                         { return &u.user.Email }
func (u *userResolver) Admin() *bool                           { return &u.user.Admin }
func (u *userResolver) PhotoURL() *string                      { return nil }
func (u *userResolver) DeletedAt() *dateTime                   { return nil }
func (u *userResolver) Organizations() *[]organizationResolver { return &[]organizationResolver{} }

// Entity is where the user's runs go that name no entity.
func (u *userResolver) Entity() *string {
	entity := u.user.Name
	if u.self {
		u.s.Catalog.View(func(st *catalog.State) { entity = st.DefaultEntity(u.user) })
	}
	return &entity
}

// Flags say whether the client saves code. That it doesn't is said by leaving the flag
// out: a false would also overrule a script that asks for it.
func (u *userResolver) Flags() *jsonText {
	flags := jsonText("{}")
	u.s.Catalog.View(func(st *catalog.State) {
		if u.self && st.Settings(u.user).True("save_code") {
			flags = `{"code_saving_enabled": true}`
		}
	})
	return &flags
}

type entityConnection struct{ Edges []entityEdge }
type entityEdge struct{ Node *entityResolver }

// Teams are the entities that a user may log to: the user's own first.
func (u *userResolver) Teams(ctx context.Context) *entityConnection {
	out := &entityConnection{Edges: []entityEdge{}}
	if !u.self {
		return out
	}
	u.s.Catalog.View(func(st *catalog.State) {
		add := func(name string) { out.Edges = append(out.Edges, entityEdge{u.s.entityIn(ctx, st, name)}) }
		if st.Entity(u.user.Name) != nil {
			add(u.user.Name)
		}
		for _, e := range st.Teams() {
			if e.RoleIn(u.user) >= catalog.Member {
				add(e.Name)
			}
		}
	})
	return out
}
