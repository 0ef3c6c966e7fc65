package catalog

import (
	"bytes"
	"maps"
	"slices"
)

// walk goes over the whole state; indexes that follow from the rest are made by index.
func (s *State) walk(c *codec) {
	number(c, &s.next)
	c.time(&s.now)
	c.text(&s.newer)
	c.text(&s.logID)
	number(c, &s.partitions)
	number(c, &s.rules)
	pointers(c, &s.users, func(u *User) { u.walk(c) })
	sorted(c, &s.keys, c.text, ofPointer(c, (*Key).walk))
	sorted(c, &s.entities, c.text, ofPointer(c, (*Entity).walk))
	s.walkLogins(c)
	pointers(c, &s.projects, func(p *projectEntry) { p.walk(c) })
	pointers(c, &s.runs, func(r *Run) { r.walk(c) })
	s.walkAliases(c)
	s.walkDocuments(c)
	s.walkStacks(c)
	s.ids.walk(c, func(k *[16]byte) { c.bytes(k[:]) })
	s.idem.walk(c, func(k *idempotency) {
		number(c, &k.actor)
		c.text(&k.key)
	})
}

// ofPointer makes the walk over a pointer of the walk over what it points to.
func ofPointer[T any](c *codec, walk func(*T, *codec)) func(**T) {
	return func(p **T) {
		if c.reading {
			*p = new(T)
		}
		walk(*p, c)
	}
}

// Hash is a digest of the whole state: two processes that folded the same log have
// the same. It takes about a second for a million runs.
func (s *State) Hash() [32]byte {
	c := newHasher()
	s.walk(c)
	return c.digest()
}

// ContentHash is a digest of what people see: everything that isn't deleted, without
// versions and without what is only remembered. Undoing everything gives the first one.
func (s *State) ContentHash() [32]byte {
	c := newHasher()
	c.content = true
	for _, u := range s.users {
		if !u.Deleted {
			u.walk(c)
		}
	}
	keys := maps.Clone(s.keys)
	maps.DeleteFunc(keys, func(_ string, k *Key) bool { return k.Revoked || s.UserByNo(k.User).Deleted })
	sorted(c, &keys, c.text, ofPointer(c, (*Key).walk))
	entities := maps.Clone(s.entities)
	maps.DeleteFunc(entities, func(_ string, e *Entity) bool { return e.Deleted || s.ownerDeleted(e) })
	sorted(c, &entities, c.text, ofPointer(c, (*Entity).walk))
	for _, p := range s.projects {
		if !p.Deleted && !p.Purged {
			p.walk(c)
		}
	}
	for _, r := range s.runs {
		if !r.Deleted && !r.Purged {
			r.walk(c)
		}
	}
	s.walkLiveDocuments(c)
	return c.digest()
}

func (s *State) ownerDeleted(e *Entity) bool {
	u := s.UserByNo(e.Owner)
	return u != nil && u.Deleted
}

// index makes the indexes that follow from what walk goes over.
func (s *State) index() {
	s.purges = 0
	for _, u := range s.users {
		s.userByName[u.Name] = u.No
	}
	for _, k := range s.keys {
		s.keyByHash[k.Hash] = k.ID
	}
	for _, p := range s.projects {
		p.byID = map[string]RunNo{}
		if s.purges += count(p.Purged); !p.Purged {
			s.projectByName[projectName{p.Entity, p.Name}] = p.No
		}
	}
	for _, r := range s.runs {
		if s.purges += count(r.Purged); !r.Purged {
			s.indexRun(r)
		}
	}
	for _, d := range s.docs {
		s.indexDocument(d)
	}
	s.ids.makeIndex()
	s.idem.makeIndex()
}

func (s *State) indexRun(r *Run) {
	p := s.projects[r.Project-1]
	p.runs = append(p.runs, r.No)
	p.place(s, r)
	p.live += count(!r.Deleted)
}

func (s *State) walkLogins(c *codec) {
	hashes := slices.SortedFunc(maps.Keys(s.logins), func(a, b [32]byte) int { return bytes.Compare(a[:], b[:]) })
	slice(c, &hashes, func(h *[32]byte) {
		l := s.logins[*h]
		c.bytes(h[:])
		number(c, &l.User)
		c.time(&l.Expires)
		if c.reading {
			s.logins[*h] = l
		}
	})
}
