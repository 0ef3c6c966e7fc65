package catalog

// Level is a name of who may view a project and who may submit runs to it.
type Level struct {
	Name         string
	View, Submit Audience
	of           EntityKind // 0: of both kinds
}

// levels are the usual ones. The only member of a personal entity is its user.
var levels = []Level{
	{"private", Members, Members, Personal},
	{"restricted", Invited, Invited, 0},
	{"team", Members, Members, Team},
	{"public", Everyone, Members, 0},
	{"open", Everyone, Everyone, 0},
}

// LevelNamed returns the level of a name.
func LevelNamed(name string) (Level, bool) {
	for _, l := range levels {
		if l.Name == name {
			return l, true
		}
	}
	return Level{}, false
}

// LevelsOf are the levels that projects of an entity can have.
func LevelsOf(kind EntityKind) []Level {
	var list []Level
	for _, l := range levels {
		if l.of == 0 || l.of == kind {
			list = append(list, l)
		}
	}
	return list
}

// Level is the name of the project's level; "custom" for other pairs.
func (s *State) Level(p *Project) string {
	kind := Personal
	if e := s.Entity(p.Entity); e != nil {
		kind = e.Kind
	}
	for _, l := range LevelsOf(kind) {
		if l.View == p.View && l.Submit == p.Submit {
			return l.Name
		}
	}
	return "custom"
}
