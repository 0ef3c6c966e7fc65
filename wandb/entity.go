package wandb

import (
	"context"
	"encoding/base64"
	"slices"

	"github.com/graph-gophers/graphql-go"

	"runledger/catalog"
)

// Entity is the owner of projects. An unknown one is an object without members, not
// null: that is how the client asks whether a name is free. One that the caller can't see
// looks like that too.
func (q *resolver) Entity(ctx context.Context, args struct{ Name *string }) (*entityResolver, error) {
	name := q.entityOr(ctx, args.Name)
	out := &entityResolver{s: q.Server, name: name}
	err := q.look(ctx, func(st *catalog.State) bool {
		out = q.entityIn(ctx, st, name)
		return out.entity != nil
	})
	return out, err
}

// entity returns the entity that a visible project is of. Who it consists of is for
// those who may see it.
func (s *Server) entity(ctx context.Context, name string) (out *entityResolver) {
	s.Catalog.View(func(st *catalog.State) { out = s.entityIn(ctx, st, name) })
	return out
}

func (s *Server) entityIn(ctx context.Context, st *catalog.State, name string) *entityResolver {
	out := &entityResolver{s: s, name: name}
	e, me := st.Entity(name), caller(ctx, st)
	if e == nil || !st.MaySeeEntity(me, e) {
		return out
	}
	out.entity, out.owner, out.mayLog = e, st.UserByNo(e.Owner), st.MayCreateProject(me, e)
	out.savesCode = st.Settings(me).True("save_code")
	if e.Kind == catalog.Personal {
		out.members = []member{memberOf(out.owner, "USER", out.owner.Admin)}
		return out
	}
	for no, role := range e.Members {
		if u := st.UserByNo(no); u != nil && !u.Deleted {
			out.members = append(out.members, memberOf(u, accountType(u, role), role == catalog.TeamAdmin))
		}
	}
	slices.SortFunc(out.members, func(a, b member) int { return int(a.no) - int(b.no) })
	return out
}

// entityResolver answers for an entity.
type entityResolver struct {
	s         *Server
	name      string
	entity    *catalog.Entity // nil: there is none, or it isn't visible
	owner     *catalog.User   // of a personal one
	members   []member
	mayLog    bool
	savesCode bool // the caller's setting: it's people, not entities, who choose
}

var (
	yes = true
	no  = false
)

func truth(b bool) *bool { return &b }

func (e *entityResolver) team() bool { return e.entity != nil && e.entity.Kind == catalog.Team }

// ID of a team is made from its name: teams have no numbers.
func (e *entityResolver) ID() graphql.ID {
	switch {
	case e.team():
		return graphql.ID(base64.StdEncoding.EncodeToString([]byte("Team:" + e.name)))
	case e.owner == nil:
		return nodeID("Entity", 0)
	}
	return nodeID("Entity", uint64(e.owner.No))
}

func (e *entityResolver) Name() *string                       { return &e.name }
func (e *entityResolver) Available() *bool                    { return truth(e.entity == nil) }
func (e *entityResolver) CodeSavingEnabled() *bool            { return &e.savesCode }
func (e *entityResolver) DefaultAccess() *string              { return orNil(accessPrivate) }
func (e *entityResolver) IsPaid() *bool                       { return &yes }
func (e *entityResolver) IsTeam() *bool                       { return truth(e.team()) }
func (e *entityResolver) Limits() *jsonValue                  { return nil }
func (e *entityResolver) Organization() *organizationResolver { return nil }
func (e *entityResolver) PhotoURL() *string                   { return nil }
func (e *entityResolver) PrivateOnly() *bool                  { return &no }
func (e *entityResolver) ReadOnly() *bool                     { return truth(e.entity != nil && !e.mayLog) }
func (e *entityResolver) ReadOnlyAdmin() *bool                { return &no }
func (e *entityResolver) XxhashDigestsEnabled() *bool         { return &no }

// StorageBytes isn't counted; the client needs a number.
func (e *entityResolver) StorageBytes() *integer { return new(integer) }

// EntityType is "team" or "user".
func (e *entityResolver) EntityType() *string {
	if e.team() {
		return orNil("team")
	}
	return orNil("user")
}

// User is the owner of a personal entity.
func (e *entityResolver) User() *userResolver {
	if e.owner == nil {
		return nil
	}
	return &userResolver{e.s, e.owner, false}
}

// member is one of an entity.
type member struct {
	ID                                                   graphql.ID
	AccountType, APIKey, Email, Name, PhotoURL, Username *string
	Admin, Pending                                       *bool

	no catalog.UserNo
}

func memberOf(u *catalog.User, accountType string, admin bool) member {
	return member{ID: nodeID("User", uint64(u.No)), AccountType: &accountType, Email: &u.Email,
		Name: &u.Name, Username: &u.Name, Admin: &admin, Pending: &no, no: u.No}
}

// accountType of a team's member is the role, or that it's a machine's account.
func accountType(u *catalog.User, role catalog.Role) string {
	switch {
	case u.Service:
		return "SERVICE"
	case role == catalog.TeamAdmin:
		return "ADMIN"
	case role == catalog.Viewer:
		return "VIEWER"
	}
	return "MEMBER"
}

// Members of a personal entity are its user, of a team all who have a role in it.
func (e *entityResolver) Members() *[]member {
	out := append([]member{}, e.members...)
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
