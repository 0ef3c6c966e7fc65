package catalog

// Who may see and change what. Administrators may everything, others what is in
// their personal entity. A nil user is the program itself.

func owns(u *User, e *Entity) bool {
	return u == nil || (!u.Deleted && (u.Admin || (e != nil && e.Owner == u.No)))
}

// MayRead reports whether the user may see the project and everything in it.
func (s *State) MayRead(u *User, p *Project) bool { return owns(u, s.entities[p.Entity]) }

// MayWrite reports whether the user may log to the project and change what's in it.
func (s *State) MayWrite(u *User, p *Project) bool { return owns(u, s.entities[p.Entity]) }

// MayCreateProject reports whether the user may create projects in the entity.
func (s *State) MayCreateProject(u *User, e *Entity) bool { return owns(u, e) }

// MaySeeEntity reports whether the user may know that the entity is there.
func (s *State) MaySeeEntity(u *User, e *Entity) bool { return owns(u, e) }
