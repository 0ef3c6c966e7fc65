package catalog

// Who may see and change what. Administrators of the installation may everything; a
// nil user is the program itself. Everybody else by the role in the entity, by an
// invitation to the project, and by the project's two settings.

// Audience is who may do something with a project.
type Audience uint8

const (
	Invited  Audience = iota + 1 // who was invited to the project, and the entity's administrators
	Members                      // and the entity's members
	Everyone                     // and everybody with an account
)

var audienceNames = [...]string{"", "invited", "members", "everyone"}

func (a Audience) String() string { return audienceNames[a] }

// AudienceNamed returns the audience of a name, 0 if there's none.
func AudienceNamed(name string) Audience {
	for a := Invited; a <= Everyone; a++ {
		if audienceNames[a] == name {
			return a
		}
	}
	return 0
}

// all: the program itself, and administrators.
func all(u *User) bool { return u == nil || u.Admin && !u.Deleted }

// roleIn returns what a user is to a project, before its settings are looked at, and
// whether by an invitation.
func (s *State) roleIn(u *User, p *Project) (role Role, invited bool) {
	e := s.entities[p.Entity]
	if e == nil || e.Deleted || u == nil || u.Deleted {
		return NoRole, false
	}
	role = e.RoleIn(u)
	if by := p.Access[u.No]; by != NoRole {
		return max(role, by), true
	}
	return role, p.CreatedBy == u.No && role >= Member
}

// reaches reports whether a user of that role is of the audience.
func reaches(a Audience, role Role, invited bool, least Role) bool {
	switch {
	case role >= TeamAdmin || a == Everyone:
		return true
	case a == Members:
		return role >= least
	}
	return invited && role >= least
}

// exists: neither deleted itself, nor with its entity.
func (s *State) exists(p *Project) bool {
	e := s.entities[p.Entity]
	return !p.Deleted && !p.Purged && e != nil && !e.Deleted
}

// MayRead reports whether the user may see the project and everything in it.
func (s *State) MayRead(u *User, p *Project) bool {
	return s.exists(p) && s.MayReadAny(u, p)
}

// MayReadAny is MayRead for projects in the trash too.
func (s *State) MayReadAny(u *User, p *Project) bool {
	if all(u) {
		return !p.Purged
	}
	role, invited := s.roleIn(u, p)
	return !u.Deleted && !p.Purged && reaches(p.View, role, invited, Viewer)
}

// MayWrite reports whether the user may submit runs to the project.
func (s *State) MayWrite(u *User, p *Project) bool {
	if all(u) {
		return s.exists(p)
	}
	role, invited := s.roleIn(u, p)
	return s.MayRead(u, p) && reaches(p.Submit, role, invited, Member)
}

// MayEdit reports whether the user may change what is in the project: descriptions,
// tags, reports, any run. Whoever only may submit runs may change the own ones: MayEditRun.
func (s *State) MayEdit(u *User, p *Project) bool {
	if all(u) {
		return s.exists(p)
	}
	role, _ := s.roleIn(u, p)
	return s.MayWrite(u, p) && role >= Member
}

// MayEditRun reports whether the user may change the run, and log to it.
func (s *State) MayEditRun(u *User, p *Project, r *Run) bool {
	return s.MayEdit(u, p) || (s.MayWrite(u, p) && u != nil && r.User == u.No)
}

// MayAdminister reports whether the user may rename, share, delete and purge the
// project: administrators of its entity, and who created it and still is a member.
func (s *State) MayAdminister(u *User, p *Project) bool {
	if all(u) {
		return !p.Purged
	}
	role, _ := s.roleIn(u, p)
	return s.MayReadAny(u, p) && (role >= TeamAdmin || p.CreatedBy == u.No && s.entities[p.Entity].RoleIn(u) >= Member)
}

// MayCreateProject reports whether the user may create projects in the entity.
func (s *State) MayCreateProject(u *User, e *Entity) bool {
	return all(u) || e != nil && !e.Deleted && e.RoleIn(u) >= Member
}

// MaySeeEntity reports whether the user may know that the entity is there.
func (s *State) MaySeeEntity(u *User, e *Entity) bool {
	return all(u) || e != nil && e.RoleIn(u) >= Viewer
}
