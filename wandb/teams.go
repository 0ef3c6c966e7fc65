package wandb

import (
	"context"
	"net/http"
	"strings"

	"github.com/graph-gophers/graphql-go"

	"runledger/catalog"
	"runledger/event/pb"
)

type createTeamPayload struct{ Entity *entityResolver }

// CreateTeam makes a team. The caller administers it, and who is named.
func (q *resolver) CreateTeam(ctx context.Context, args struct {
	Input struct{ TeamName, TeamAdminUserName *string }
}) (*createTeamPayload, error) {
	b := &pb.TeamCreated{Name: text(args.Input.TeamName)}
	if admin := text(args.Input.TeamAdminUserName); admin != "" {
		b.Members = []*pb.TeamMember{{User: admin, Role: catalog.TeamAdmin.String()}}
	}
	if _, err := q.act(ctx, "team", b.Name, &pb.Event{Body: &pb.Event_TeamCreated{TeamCreated: b}}); err != nil {
		return nil, err
	}
	return &createTeamPayload{q.entity(ctx, b.Name)}, nil
}

type createInvitePayload struct{ Invite *invite }

type invite struct {
	CreatedAt   *dateTime
	Email, Name *string
	ID          graphql.ID
	ToUser      *struct{ Name *string }
}

// CreateInvite makes a user a member of a team. There's nothing to accept: the user is one
// at once.
func (q *resolver) CreateInvite(ctx context.Context, args struct {
	Input struct {
		EntityName, Email, Username *string
		Admin                       *bool
	}
}) (*createInvitePayload, error) {
	in := args.Input
	team, role := text(in.EntityName), catalog.Member
	if in.Admin != nil && *in.Admin {
		role = catalog.TeamAdmin
	}
	u, err := q.invited(ctx, team, text(in.Username), text(in.Email))
	if err != nil {
		return nil, err
	}
	added := &pb.TeamMemberAdded{Team: team, User: u.Name, Role: role.String()}
	if _, err := q.act(ctx, "team", team, &pb.Event{Body: &pb.Event_TeamMemberAdded{TeamMemberAdded: added}}); err != nil {
		return nil, err
	}
	now := dateTime(q.Clock())
	return &createInvitePayload{&invite{CreatedAt: &now, Email: orNil(u.Email), Name: &u.Name, ID: nodeID("User", uint64(u.No)),
		ToUser: &struct{ Name *string }{&u.Name}}}, nil
}

// invited finds who is to become a member. Only who administers the team learns whether
// there is such a user.
func (q *resolver) invited(ctx context.Context, team, name, email string) (u *catalog.User, err error) {
	err = q.look(ctx, func(st *catalog.State) bool {
		me, e := caller(ctx, st), st.Entity(team)
		if e == nil || e.Kind != catalog.Team || !me.Admin && e.RoleIn(me) < catalog.TeamAdmin {
			return false
		}
		if u = st.UserByName(name); u == nil && email != "" {
			u = withEmail(st, email)
		}
		return u != nil && e.RoleIn(u) == catalog.NoRole
	})
	switch {
	case err != nil:
		return nil, err
	case u == nil:
		return nil, refuse(http.StatusNotFound, catalog.CodeNotFound, "there's no such user, or no team %q that you administer", team)
	}
	q.Catalog.View(func(st *catalog.State) {
		if e := st.Entity(team); e != nil && e.RoleIn(u) != catalog.NoRole {
			err = refuse(http.StatusConflict, catalog.CodeExists, "%q is a member of %q", u.Name, team)
		}
	})
	return u, err
}

// withEmail returns the one user who has that email, nil if several have.
func withEmail(st *catalog.State, email string) (one *catalog.User) {
	for _, u := range st.Users() {
		if !u.Deleted && strings.EqualFold(u.Email, email) {
			if one != nil {
				return nil
			}
			one = u
		}
	}
	return one
}

// DeleteInvite takes a member out of a team; the id is the member's.
func (q *resolver) DeleteInvite(ctx context.Context, args struct {
	Input struct{ EntityName, ID *string }
}) (*successPayload, error) {
	team, user := text(args.Input.EntityName), ""
	number, ok := nodeNo("User", text(args.Input.ID))
	q.Catalog.View(func(st *catalog.State) {
		e, me := st.Entity(team), caller(ctx, st)
		if u := st.UserByNo(catalog.UserNo(number)); ok && u != nil && e != nil && st.MaySeeEntity(me, e) && e.RoleIn(u) != catalog.NoRole {
			user = u.Name
		}
	})
	if user == "" {
		return nil, refuse(http.StatusNotFound, catalog.CodeNotFound, "there's no such member, or no team %q that you can see", team)
	}
	removed := &pb.TeamMemberRemoved{Team: team, User: user}
	if _, err := q.act(ctx, "team", team, &pb.Event{Body: &pb.Event_TeamMemberRemoved{TeamMemberRemoved: removed}}); err != nil {
		return nil, err
	}
	return &successPayload{&yes}, nil
}

type userConnection struct{ Edges []userEdge }
type userEdge struct{ Node *userResolver }

// Users finds users by a part of their name or email. Administrators find everybody;
// others themselves, and who is in a team of theirs.
func (q *resolver) Users(ctx context.Context, args struct{ Query *string }) *userConnection {
	out, part := &userConnection{Edges: []userEdge{}}, strings.ToLower(text(args.Query))
	q.Catalog.View(func(st *catalog.State) {
		me := caller(ctx, st)
		mates := map[catalog.UserNo]bool{me.No: true}
		for _, e := range st.Teams() {
			if e.RoleIn(me) >= catalog.Viewer {
				for no := range e.Members {
					mates[no] = true
				}
			}
		}
		for _, u := range st.Users() {
			if !u.Deleted && (me.Admin || mates[u.No]) && (strings.Contains(strings.ToLower(u.Name), part) || strings.Contains(strings.ToLower(u.Email), part)) {
				out.Edges = append(out.Edges, userEdge{&userResolver{q.Server, u, u.No == me.No}})
			}
		}
	})
	return out
}
