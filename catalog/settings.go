package catalog

// Settings returns a user's settings; nil if all are the defaults.
func (s *State) Settings(u *User) *Document { return s.Document(0, UserSettings, u.Name) }

// DefaultEntity is where a user's projects go when nothing is said: the own entity, or
// a team that the user chose and still is a member of.
func (s *State) DefaultEntity(u *User) string {
	if name := s.Settings(u).Text("default_entity"); name != "" {
		if e := s.Entity(name); e != nil && e.RoleIn(u) >= Member {
			return name
		}
	}
	return u.Name
}

// ProjectSettings returns a project's settings; nil if all are the defaults.
func (s *State) ProjectSettings(p ProjectNo) *Document {
	return s.Document(p, ProjectSettings, "project")
}
