package catalog

import (
	"slices"
	"strings"
	"time"
)

// EntityKind is what owns projects.
type EntityKind uint8

const (
	Personal EntityKind = 1 // comes into being with its user and has the user's name
	Team     EntityKind = 2 // several people's
)

// Role is what somebody may do with an entity's projects; each includes the ones before.
type Role uint8

const (
	NoRole    Role = iota
	Viewer         // look
	Member         // log runs, edit
	TeamAdmin      // members, privacy, delete projects
)

var roleNames = [...]string{"", "viewer", "member", "admin"}

func (r Role) String() string { return roleNames[r] }

// RoleNamed returns the role of a name, NoRole if there's none.
func RoleNamed(name string) Role {
	for r := Viewer; r <= TeamAdmin; r++ {
		if roleNames[r] == name {
			return r
		}
	}
	return NoRole
}

// Entity is the owner of projects. Values are replaced, never changed.
type Entity struct {
	Name    string
	Kind    EntityKind
	Owner   UserNo // of a personal entity
	Created time.Time

	// Of a team.
	Members map[UserNo]Role // don't change it
	Deleted bool
	Version uint64
	By      UserNo
}

// Entity returns the entity of that name, or nil; a deleted team is none.
func (s *State) Entity(name string) *Entity {
	if e := s.entities[name]; e != nil && !e.Deleted {
		return e
	}
	return nil
}

// RoleIn returns what the user is in the entity.
func (e *Entity) RoleIn(u *User) Role {
	switch {
	case u == nil || u.Deleted:
		return NoRole
	case e.Kind == Personal && e.Owner == u.No:
		return TeamAdmin
	}
	return e.Members[u.No]
}

// Teams returns the teams that aren't deleted, by name.
func (s *State) Teams() []*Entity {
	var teams []*Entity
	for _, e := range s.entities {
		if e.Kind == Team && !e.Deleted {
			teams = append(teams, e)
		}
	}
	slices.SortFunc(teams, func(a, b *Entity) int { return strings.Compare(a.Name, b.Name) })
	return teams
}

func (e *Entity) walk(c *codec) {
	c.text(&e.Name)
	number(c, &e.Kind)
	number(c, &e.Owner)
	c.time(&e.Created)
	sorted(c, &e.Members, func(u *UserNo) { number(c, u) }, func(r *Role) { number(c, r) })
	c.flag(&e.Deleted)
	c.version(&e.Version, &e.By)
}
