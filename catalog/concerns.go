package catalog

// Concerns tells whether a user may know of an object that is of no project: it is the
// user, or of the user, or a team that the user is in. To administrators everything is.
func (s *State) Concerns(u *User, kind, id string) bool {
	if u == nil || all(u) {
		return u != nil
	}
	switch kind {
	case kindUser, UserSettings:
		return id == u.Name
	case kindKey:
		k := s.keys[id]
		return k != nil && k.User == u.No
	case kindTeam:
		e := s.entities[id]
		return e != nil && e.RoleIn(u) != NoRole
	}
	return false
}
