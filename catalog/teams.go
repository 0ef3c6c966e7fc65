package catalog

import (
	"maps"
	"slices"

	"runledger/event/pb"
)

const maxMembers = 10_000 // of a team

func teamCreated(s *State, a *action, b *pb.TeamCreated) Verdict {
	if err := CheckEntityName(b.Name); err != nil {
		return refuse(CodeInvalid, "%v", err)
	}
	if a.actor != nil && a.actor.Service {
		return refuse(CodeForbidden, "a service account creates no teams")
	}
	if s.entities[b.Name] != nil || s.userByName[b.Name] != 0 {
		return refuse(CodeExists, "the name %q is taken", b.Name)
	}
	members, v := s.membersOf(b.Members)
	if !v.OK() {
		return v
	}
	if a.actor != nil {
		members[a.actor.No] = TeamAdmin
	}
	e := &Entity{Name: b.Name, Kind: Team, Created: a.At, Members: members, Version: a.version(), By: a.actorNo()}
	if !a.rehearsal {
		s.entities[e.Name] = e
	}
	var d diff
	d.text("name", "", e.Name)
	for _, u := range slices.Sorted(maps.Keys(members)) {
		d.text("member."+s.users[u-1].Name, "", members[u].String())
	}
	return d.created(e.object())
}

func (s *State) membersOf(list []*pb.TeamMember) (map[UserNo]Role, Verdict) {
	members := map[UserNo]Role{}
	if len(list) > maxMembers {
		return nil, refuse(CodeTooMany, "a team has at most %d members", maxMembers)
	}
	for _, m := range list {
		u, role := s.UserByName(m.User), RoleNamed(m.Role)
		if u == nil {
			return nil, refuse(CodeInvalid, "there's no user %q", m.User)
		}
		if role == NoRole {
			return nil, refuse(CodeInvalid, "a member's role is viewer, member or admin, not %q", m.Role)
		}
		members[u.No] = role
	}
	return members, Verdict{Outcome: Accepted}
}

func (e *Entity) object() object { return object{kind: kindTeam, id: e.Name} }

// administeredTeam returns a team that the actor is an administrator of, or the refusal.
func (s *State) administeredTeam(a *action, name string) (*Entity, Verdict) {
	e := s.Entity(name)
	if e == nil || e.Kind != Team || !s.MaySeeEntity(a.actor, e) {
		return nil, refuse(CodeNotFound, "there's no team %q, or you can't see it", name)
	}
	if !a.admin() && e.RoleIn(a.actor) < TeamAdmin {
		return nil, refuse(CodeForbidden, "only an administrator of %q can do that", name)
	}
	if v, stale := a.stale(e.Version); stale {
		return nil, v
	}
	return e, Verdict{}
}

func teamDeleted(s *State, a *action, b *pb.TeamDeleted) Verdict {
	old, refused := s.administeredTeam(a, b.Name)
	if old == nil {
		return refused
	}
	return s.changeTeam(a, old, func(e *Entity, d *diff) {
		d.flag("deleted", false, true)
		e.Deleted = true
	})
}

func teamMemberAdded(s *State, a *action, b *pb.TeamMemberAdded) Verdict {
	return s.setMember(a, b.Team, b.User, b.Role)
}

func teamMemberRoleSet(s *State, a *action, b *pb.TeamMemberRoleSet) Verdict {
	return s.setMember(a, b.Team, b.User, b.Role)
}

func (s *State) setMember(a *action, team, name, role string) Verdict {
	old, refused := s.administeredTeam(a, team)
	if old == nil {
		return refused
	}
	members, v := s.membersOf([]*pb.TeamMember{{User: name, Role: role}})
	if !v.OK() {
		return v
	}
	u := s.UserByName(name)
	if len(old.Members) >= maxMembers && old.Members[u.No] == NoRole {
		return refuse(CodeTooMany, "a team has at most %d members", maxMembers)
	}
	if v := old.keepsAdmin(u.No, members[u.No]); !v.OK() {
		return v
	}
	return s.changeTeam(a, old, func(e *Entity, d *diff) { e.setRole(u, members[u.No], d) })
}

// teamMemberRemoved: by an administrator of the team, or by the member.
func teamMemberRemoved(s *State, a *action, b *pb.TeamMemberRemoved) Verdict {
	old := s.Entity(b.Team)
	leaves := a.actor != nil && a.actor.Name == b.User && old != nil && old.RoleIn(a.actor) > NoRole
	if !leaves {
		var refused Verdict
		if old, refused = s.administeredTeam(a, b.Team); old == nil {
			return refused
		}
	}
	u := s.UserByNo(s.userByName[b.User])
	if u == nil || old.Members[u.No] == NoRole {
		return refuse(CodeNotFound, "%q is no member of %q", b.User, b.Team)
	}
	if v := old.keepsAdmin(u.No, NoRole); !v.OK() {
		return v
	}
	return s.changeTeam(a, old, func(e *Entity, d *diff) { e.setRole(u, NoRole, d) })
}

// keepsAdmin refuses to leave a team without anyone who can administer it.
func (e *Entity) keepsAdmin(u UserNo, role Role) Verdict {
	if e.Members[u] == TeamAdmin && role != TeamAdmin {
		admins := 0
		for _, r := range e.Members {
			admins += count(r == TeamAdmin)
		}
		if admins == 1 {
			return refuse(CodeConflict, "that is the last administrator of %q: make somebody else one first", e.Name)
		}
	}
	return Verdict{Outcome: Accepted}
}

// setRole changes a copy of a team; NoRole removes the member.
func (e *Entity) setRole(u *User, role Role, d *diff) {
	old := e.Members[u.No]
	e.Members = maps.Clone(e.Members)
	if e.Members == nil {
		e.Members = map[UserNo]Role{}
	}
	if e.Members[u.No] = role; role == NoRole {
		delete(e.Members, u.No)
	}
	d.raw("member."+u.Name, roleJSON(old), roleJSON(role))
}

func roleJSON(r Role) []byte {
	if r == NoRole {
		return nil
	}
	return appendText(nil, r.String())
}

func (s *State) changeTeam(a *action, old *Entity, edit func(*Entity, *diff)) Verdict {
	e, d := *old, diff{}
	edit(&e, &d)
	if !d.empty() && !a.rehearsal {
		s.putTeam(a, &e)
	}
	return d.changed(old.object())
}

func (s *State) putTeam(a *action, e *Entity) {
	e.Version, e.By = a.version(), a.actorNo()
	s.entities[e.Name] = e
}
