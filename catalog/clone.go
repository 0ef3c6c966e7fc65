package catalog

import (
	"maps"
	"slices"
)

// Values are replaced and never changed, so a copy of a state shares them. What is
// changed in place is copied: lists whose elements are replaced, maps, the projects'
// indexes. Lists that only grow at their end are shared up to their length: whoever
// appends first to the copy moves it (Clip), and what the original appends lies behind.

// Clone returns a state that goes its own way: it takes about as long as an index of
// all runs, and memory for that.
func (s *State) Clone() *State {
	c := s.frozen()
	c.projectByName, c.keyByHash, c.userByName = maps.Clone(s.projectByName), maps.Clone(s.keyByHash), maps.Clone(s.userByName)
	for i, p := range s.projects {
		c.projects[i].runs, c.projects[i].live = slices.Clip(p.runs), p.live
		c.projects[i].byID = maps.Clone(p.byID)
		for id, waiting := range p.waiting {
			c.projects[i].wait(id, waiting...)
		}
		for id, nos := range p.waiting {
			if c.projects[i].waiting == nil {
				c.projects[i].waiting = map[string][]RunNo{}
			}
			c.projects[i].waiting[id] = slices.Clone(nos)
		}
	}
	c.docs = maps.Clone(s.docs)
	c.children = make(map[docParent]map[string]*Document, len(s.children))
	for in, docs := range s.children {
		c.children[in] = maps.Clone(docs)
	}
	return c
}

// frozen is a copy of all that walk goes over but the documents; it lacks the indexes.
// It takes a few milliseconds for a million runs, so the state's lock may be held.
func (s *State) frozen() *State {
	c := *s
	c.users, c.runs = slices.Clone(s.users), slices.Clone(s.runs)
	c.keys, c.entities, c.logins, c.aliases = maps.Clone(s.keys), maps.Clone(s.entities), maps.Clone(s.logins), maps.Clone(s.aliases)
	entries := make([]projectEntry, len(s.projects))
	c.projects = make([]*projectEntry, len(s.projects))
	for i, p := range s.projects {
		entries[i] = projectEntry{Project: p.Project, edited: p.edited, guests: slices.Clip(p.guests), left: p.left}
		c.projects[i] = &entries[i]
	}
	c.stacks = make(map[stackKey]*stack, len(s.stacks))
	for k, st := range s.stacks {
		c.stacks[k] = st.share()
	}
	c.ids, c.idem = s.ids.share(), s.idem.share()
	c.userByName, c.keyByHash, c.projectByName, c.docs, c.children = nil, nil, nil, nil, nil
	return &c
}

// frozen is what makes a copy of a state.
type frozen struct {
	state *State // without documents and indexes
	docs  []*Document
}

// freeze takes what is needed for a copy while the state's lock is held; whole makes
// the copy of it afterwards.
func (s *State) freeze() frozen {
	docs := make([]*Document, 0, len(s.docs))
	for _, d := range s.docs {
		docs = append(docs, d)
	}
	return frozen{s.frozen(), docs}
}

// bare is the copy that can be walked over, but not asked.
func (f frozen) bare() *State {
	f.state.docs = make(map[docKey]*Document, len(f.docs))
	for _, d := range f.docs {
		f.state.docs[d.key()] = d
	}
	return f.state
}

// whole is the copy with its indexes.
func (f frozen) whole() *State {
	s := f.bare()
	s.makeIndexes()
	return s
}

func (s *State) makeIndexes() {
	s.userByName = make(map[string]UserNo, len(s.users))
	s.keyByHash = make(map[[32]byte]string, len(s.keys))
	s.projectByName = make(map[projectName]ProjectNo, len(s.projects))
	s.children = map[docParent]map[string]*Document{}
	s.index()
}

// share returns the stack for another state. Both may grow; who takes something out of
// the middle copies first.
func (st *stack) share() *stack {
	return &stack{undo: slices.Clip(st.undo), redo: slices.Clip(st.redo)}
}
