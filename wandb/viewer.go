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

// userResolver answers for a user. Only the user sees keys.
type userResolver struct {
	s    *Server
	user *catalog.User
	self bool
}

// codeSaving is what the client reads from flags.
const codeSaving = `{"code_saving_enabled": false}`

func (u *userResolver) ID() graphql.ID                         { return nodeID("User", uint64(u.user.No)) }
func (u *userResolver) Name() *string                          { return &u.user.Name }
func (u *userResolver) Username() *string                      { return &u.user.Name }
func (u *userResolver) Email() *string                         { return &u.user.Email }
func (u *userResolver) Admin() *bool                           { return &u.user.Admin }
func (u *userResolver) Entity() *string                        { return &u.user.Name }
func (u *userResolver) PhotoURL() *string                      { return nil }
func (u *userResolver) DeletedAt() *dateTime                   { return nil }
func (u *userResolver) Organizations() *[]organizationResolver { return &[]organizationResolver{} }

func (u *userResolver) Flags() *jsonText {
	flags := jsonText(codeSaving)
	return &flags
}

type entityConnection struct{ Edges []entityEdge }
type entityEdge struct{ Node *entityResolver }

// Teams are the entities that a user may log to: the user's own.
func (u *userResolver) Teams() *entityConnection {
	e := u.s.entity(u.user.Name)
	if e == nil {
		return &entityConnection{Edges: []entityEdge{}}
	}
	return &entityConnection{Edges: []entityEdge{{e}}}
}

type apiKeyConnection struct{ Edges []apiKeyEdge }
type apiKeyEdge struct{ Node *apiKey }

// apiKey shows how a key begins, never the key.
type apiKey struct {
	ID          graphql.ID
	Name        *string
	Description *string
}

// APIKeys lists the user's keys.
func (u *userResolver) APIKeys() *apiKeyConnection {
	out := &apiKeyConnection{Edges: []apiKeyEdge{}}
	if !u.self {
		return out
	}
	u.s.Catalog.View(func(st *catalog.State) {
		for _, k := range st.Keys(u.user.No) {
			out.Edges = append(out.Edges, apiKeyEdge{&apiKey{graphql.ID(k.ID), &k.Prefix, &k.Label}})
		}
	})
	return out
}
