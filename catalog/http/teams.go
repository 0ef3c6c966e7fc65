package cataloghttp

import (
	"context"
	"time"

	"runledger/catalog"
	"runledger/event/pb"
	"runledger/internal/api"
)

// Team is an entity that several people own together.
type Team struct {
	Name    string       `json:"name"`
	Members []TeamMember `json:"members" doc:"By the order in which the users came"`
	Created time.Time    `json:"created"`
	Role    string       `json:"role,omitempty" doc:"What you are in it"`
	Version uint64       `json:"version"`
}

// TeamMember is a user and what the user may do in a team.
type TeamMember struct {
	User string `json:"user"`
	Role string `json:"role,omitempty" enum:"viewer,member,admin" doc:"viewer: look; member: log runs, edit; admin: members, privacy, deleting projects. Default: member"`
}

func teamOf(st *catalog.State, who *catalog.User, e *catalog.Entity) Team {
	t := Team{Name: e.Name, Members: []TeamMember{}, Created: e.Created.UTC(), Role: e.RoleIn(who).String(), Version: e.Version}
	for _, u := range st.Users() {
		if role := e.RoleIn(u); role != catalog.NoRole {
			t.Members = append(t.Members, TeamMember{u.Name, role.String()})
		}
	}
	return t
}

type teamCreate struct {
	Command
	Body struct {
		Name    string       `json:"name" doc:"1 to 60 letters, digits, '_' and '-'; shared with users' names"`
		Members []memberSpec `json:"members,omitempty" maxItems:"10000" doc:"Users, or {user, role}; you are an administrator of it anyway"`
	}
}

type teamAnswer struct {
	ETag string `header:"ETag"`
	Body struct {
		Team
		Changed
	}
}

func (s *service) teamAnswer(ctx context.Context, name string, c Changed, view func(func(*catalog.State))) *teamAnswer {
	out := &teamAnswer{}
	view(func(st *catalog.State) {
		if e := st.Entity(name); e != nil {
			out.Body.Team, out.ETag = teamOf(st, api.PrincipalOf(ctx).User, e), etag(e.Version)
		}
	})
	out.Body.Changed = c
	return out
}

func (s *service) createTeam(ctx context.Context, in *teamCreate) (*teamAnswer, error) {
	if err := notReserved(in.Body.Name); err != nil {
		return nil, err
	}
	body := &pb.TeamCreated{Name: in.Body.Name}
	for _, m := range in.Body.Members {
		body.Members = append(body.Members, &pb.TeamMember{User: m.User, Role: m.Role})
	}
	_, c, err := s.do(ctx, in.IdempotencyKey, &pb.Event{
		Subject: subject("team", in.Body.Name), Body: &pb.Event_TeamCreated{TeamCreated: body},
	})
	if err != nil {
		return nil, err
	}
	return s.teamAnswer(ctx, in.Body.Name, c, s.cat.View), nil
}

type teamList struct {
	Body struct {
		Teams []Team `json:"teams" doc:"Teams that you are in (administrators: all), by name"`
		Paged
		Then
	}
}

func (s *service) listTeams(ctx context.Context, in *Listing) (*teamList, error) {
	past, err := api.StateAsOf(ctx, s.cat, in.AsOf)
	if err != nil {
		return nil, err
	}
	out, me := &teamList{}, api.PrincipalOf(ctx).User
	out.Body.Teams, out.Body.Then = []Team{}, thenOf(past)
	past.Compare(func(then, now *catalog.State) {
		var all []*catalog.Entity
		for _, e := range then.Teams() {
			if is := now.Entity(e.Name); is != nil && now.MaySeeEntity(me, is) {
				all = append(all, e)
			}
		}
		all, out.Body.Paged, err = pageByName(in.Paging, all, func(e *catalog.Entity) string { return e.Name })
		for _, e := range all {
			out.Body.Teams = append(out.Body.Teams, teamOf(then, me, e))
		}
	})
	return out, err
}

type TeamPath struct {
	Team string `path:"team"`
}

func (s *service) getTeam(ctx context.Context, in *struct {
	TeamPath
	api.AsOf
}) (*teamAnswer, error) {
	past, err := api.StateAsOf(ctx, s.cat, in.AsOf)
	if err != nil {
		return nil, err
	}
	seen := false
	look := func(st *catalog.State) {
		e := st.Entity(in.Team)
		seen = e != nil && e.Kind == catalog.Team && st.MaySeeEntity(api.PrincipalOf(ctx).User, e)
	}
	if s.cat.View(look); !seen {
		if err := api.Fresh(ctx, s.cat); err != nil {
			return nil, err
		}
		s.cat.View(look)
	}
	if !seen {
		return nil, api.NotFound("There's no team %q, or you can't see it.", in.Team)
	}
	out := s.teamAnswer(ctx, in.Team, Changed{Position: past.Position.String()}, past.View)
	if out.Body.Name == "" {
		return nil, api.NotFound("There was no team %q then.", in.Team)
	}
	return out, nil
}

type TeamCommand struct {
	Command
	TeamPath
	IfMatch string `header:"If-Match" doc:"The ETag that the change was decided on"`
}

func (s *service) onTeam(ctx context.Context, in *TeamCommand, e *pb.Event) (Changed, error) {
	var err error
	if e.Expect, err = expected(in.IfMatch); err != nil {
		return Changed{}, err
	}
	e.Subject = subject("team", in.Team)
	_, c, err := s.do(ctx, in.IdempotencyKey, e)
	return c, err
}

func (s *service) deleteTeam(ctx context.Context, in *TeamCommand) (*done, error) {
	c, err := s.onTeam(ctx, in, &pb.Event{Body: &pb.Event_TeamDeleted{TeamDeleted: &pb.TeamDeleted{Name: in.Team}}})
	return &done{c}, err
}

type memberSet struct {
	TeamCommand
	User string `path:"user"`
	Body struct {
		Role string `json:"role,omitempty" enum:"viewer,member,admin" default:"member"`
	}
}

func (s *service) setMember(ctx context.Context, in *memberSet) (*teamAnswer, error) {
	is := false
	s.cat.View(func(st *catalog.State) {
		e, u := st.Entity(in.Team), st.UserByName(in.User)
		is = e != nil && u != nil && e.RoleIn(u) != catalog.NoRole
	})
	e := &pb.Event{Body: &pb.Event_TeamMemberAdded{TeamMemberAdded: &pb.TeamMemberAdded{Team: in.Team, User: in.User, Role: in.Body.Role}}}
	if is {
		e = &pb.Event{Body: &pb.Event_TeamMemberRoleSet{TeamMemberRoleSet: &pb.TeamMemberRoleSet{Team: in.Team, User: in.User, Role: in.Body.Role}}}
	}
	c, err := s.onTeam(ctx, &in.TeamCommand, e)
	if err != nil {
		return nil, err
	}
	return s.teamAnswer(ctx, in.Team, c, s.cat.View), nil
}

type memberRemove struct {
	TeamCommand
	User string `path:"user"`
}

func (s *service) removeMember(ctx context.Context, in *memberRemove) (*done, error) {
	c, err := s.onTeam(ctx, &in.TeamCommand, &pb.Event{Body: &pb.Event_TeamMemberRemoved{
		TeamMemberRemoved: &pb.TeamMemberRemoved{Team: in.Team, User: in.User},
	}})
	return &done{c}, err
}
