package catalog

import "time"

// EntityKind is what owns projects.
type EntityKind uint8

// Personal entities come into being with their user and have the user's name.
const Personal EntityKind = 1

// Entity is the owner of projects. Values are replaced, never changed.
type Entity struct {
	Name    string
	Kind    EntityKind
	Owner   UserNo // of a personal entity
	Created time.Time
}

// Entity returns the entity of that name, or nil.
func (s *State) Entity(name string) *Entity { return s.entities[name] }

func (e *Entity) hash(h *hasher) {
	h.text(e.Name)
	h.number(uint64(e.Kind))
	h.number(uint64(e.Owner))
	h.time(e.Created)
}
