package wandb

import (
	"context"

	"github.com/graph-gophers/graphql-go"

	"runledger/catalog"
)

// Entity is the owner of projects. An unknown one is an object without members, not
// null: that is how the client asks whether a name is free.
func (q *resolver) Entity(ctx context.Context, args struct{ Name *string }) (*entityResolver, error) {
	p := principalOf(ctx)
	name := entityOr(p, args.Name)
	out := &entityResolver{s: q.Server, name: name}
	err := q.look(ctx, func(st *catalog.State) bool {
		e := st.Entity(name)
		if e == nil || !st.MaySeeEntity(p.User, e) {
			return false
		}
		out.owner = st.UserByNo(e.Owner)
		return true
	})
	return out, err
}

// entity returns the entity of a user, nil if it is gone.
func (s *Server) entity(name string) (out *entityResolver) {
	s.Catalog.View(func(st *catalog.State) {
		if e := st.Entity(name); e != nil {
			out = &entityResolver{s, name, st.UserByNo(e.Owner)}
		}
	})
	return out
}

// entityResolver answers for an entity.
type entityResolver struct {
	s     *Server
	name  string
	owner *catalog.User // nil: there is no such entity, or it isn't visible
}

var (
	yes = true
	no  = false
)

func (e *entityResolver) ID() graphql.ID {
	if e.owner == nil {
		return nodeID("Entity", 0)
	}
	return nodeID("Entity", uint64(e.owner.No))
}

func (e *entityResolver) Name() *string { return &e.name }
func (e *entityResolver) Available() *bool {
	free := e.owner == nil
	return &free
}
func (e *entityResolver) CodeSavingEnabled() *bool            { return &no }
func (e *entityResolver) DefaultAccess() *string              { return orNil("PRIVATE") }
func (e *entityResolver) EntityType() *string                 { return orNil("user") }
func (e *entityResolver) IsPaid() *bool                       { return &yes }
func (e *entityResolver) IsTeam() *bool                       { return &no }
func (e *entityResolver) Limits() *jsonValue                  { return nil }
func (e *entityResolver) Organization() *organizationResolver { return nil }
func (e *entityResolver) PhotoURL() *string                   { return nil }
func (e *entityResolver) PrivateOnly() *bool                  { return &yes }
func (e *entityResolver) ReadOnly() *bool                     { return &no }
func (e *entityResolver) ReadOnlyAdmin() *bool                { return &no }
func (e *entityResolver) StorageBytes() *integer              { return nil }
func (e *entityResolver) XxhashDigestsEnabled() *bool         { return &no }

// User is the owner of a personal entity.
func (e *entityResolver) User() *userResolver {
	if e.owner == nil {
		return nil
	}
	return &userResolver{e.s, e.owner, false}
}

// member is one who may log to an entity.
type member struct {
	ID                                                   graphql.ID
	AccountType, APIKey, Email, Name, PhotoURL, Username *string
	Admin, Pending                                       *bool
}

// Members of a personal entity are its user.
func (e *entityResolver) Members() *[]member {
	out := []member{}
	if u := e.owner; u != nil {
		out = append(out, member{ID: nodeID("User", uint64(u.No)), AccountType: orNil("USER"), Email: &u.Email,
			Name: &u.Name, Username: &u.Name, Admin: &u.Admin, Pending: &no})
	}
	return &out
}

// Organization: there are none.
func (q *resolver) Organization(struct{ Name *string }) *organizationResolver { return nil }

// organizationResolver is never made: this server has no organizations.
type organizationResolver struct {
	ID                            graphql.ID
	Name, CoreWeaveOrganizationID *string
	OrgEntity                     *entityResolver
}

type rampFlag struct {
	IsEnabled *bool
	RampKey   *string
}

// FeatureFlags of an organization.
func (organizationResolver) FeatureFlags(struct{ RampIDType *string }) *[]rampFlag { return nil }
