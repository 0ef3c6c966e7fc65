package catalog

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"runledger/event/pb"
	"runledger/eventlog"
)

// stackKey names a stack: a user's actions in a project, in one of its workspaces or
// reports, or outside of all projects.
type stackKey struct {
	user  UserNo
	scope string
}

// stack is what a user did, as offsets: the last one is undone, or redone, next.
type stack struct {
	undo, redo []eventlog.Offset
}

// ScopeOf says on which stack an action is that made these changes.
func (s *State) ScopeOf(e *pb.Event, changes []Change) string {
	c := changes[0]
	switch {
	case e.GetActionUndone() != nil:
		return e.GetActionUndone().Scope
	case e.GetWorkspaceCleared() != nil:
		return Scope(c.Project, e.GetWorkspaceCleared().Id)
	case c.Kind == kindProject:
		return Scope(projectNo(c.IDs[0]), "")
	case c.Kind == Workspace:
		return Scope(c.Project, c.IDs[0])
	case rootKind(c.Kind) == Workspace:
		return Scope(c.Project, s.rootOf(c))
	}
	return Scope(c.Project, "")
}

// rootOf returns the root of a changed document; one that was implied and is so again
// says it in its change.
func (s *State) rootOf(c Change) string {
	if d := s.docs[docKey{c.Project, c.Kind, c.IDs[0]}]; d != nil {
		return d.Root
	}
	var image struct {
		Root string `json:"root"`
	}
	if json.Unmarshal(c.To, &image) != nil || image.Root == "" {
		_ = json.Unmarshal(c.From, &image) // else "": the project's stack
	}
	return image.Root
}

// Scope is the name of a stack: of a workspace in a project, of a project ("" as
// workspace), or of everything outside of projects (0).
func Scope(p ProjectNo, workspace string) string {
	if p == 0 {
		return ""
	}
	if workspace == "" {
		return decimal(p)
	}
	return decimal(p) + "/" + workspace
}

// Undoable returns the offsets of what the user would undo in a scope, and Redoable of
// what to redo; the last one comes first to its turn. They mustn't be changed.
func (s *State) Undoable(u UserNo, scope string) []eventlog.Offset {
	if st := s.stacks[stackKey{u, scope}]; st != nil {
		return st.undo
	}
	return nil
}

// Redoable is Undoable for the other way.
func (s *State) Redoable(u UserNo, scope string) []eventlog.Offset {
	if st := s.stacks[stackKey{u, scope}]; st != nil {
		return st.redo
	}
	return nil
}

// stackUp puts an accepted action of a person on the stack.
func (s *State) stackUp(a *action, v Verdict) {
	if b := a.Event.GetActionScrubbed(); b != nil {
		s.stackScrubbed(a, b)
		return
	}
	if a.actor == nil || len(v.Changes) == 0 || a.Event.Actor.Kind != pb.Actor_KIND_USER {
		return
	}
	if u := a.Event.GetActionUndone(); u != nil {
		s.stackUndone(a, u)
		return
	}
	st := s.stackOf(stackKey{a.actor.No, s.ScopeOf(a.Event, v.Changes)})
	st.undo = append(st.undo, a.Offset)
	st.redo = nil
}

// stackUndone takes the undone action off the stack of whoever did it, and puts the
// undo on the other stack of who undid it.
func (s *State) stackUndone(a *action, u *pb.ActionUndone) {
	owner, mine := s.stackOf(stackKey{UserNo(u.User), u.Scope}), s.stackOf(stackKey{a.actor.No, u.Scope})
	if u.Redo {
		owner.redo = without(owner.redo, u.Offset)
		mine.undo = append(mine.undo, a.Offset)
	} else {
		owner.undo = without(owner.undo, u.Offset)
		mine.redo = append(mine.redo, a.Offset)
	}
}

// without searches from the end: what is undone is mostly the last. The list may be
// shared with a copy of the state: it is cut, or copied, and never changed.
func without(list []eventlog.Offset, off eventlog.Offset) []eventlog.Offset {
	for i := len(list) - 1; i >= 0; i-- {
		if list[i] == off {
			return append(list[:i:i], list[i+1:]...)
		}
	}
	return list
}

func (s *State) stackOf(k stackKey) *stack {
	st := s.stacks[k]
	if st == nil {
		st = &stack{}
		s.stacks[k] = st
	}
	return st
}

func (s *State) walkStacks(c *codec) {
	keys := slices.SortedFunc(maps.Keys(s.stacks), func(a, b stackKey) int {
		return cmp.Or(cmp.Compare(a.user, b.user), strings.Compare(a.scope, b.scope))
	})
	slice(c, &keys, func(k *stackKey) {
		st := s.stacks[*k]
		if c.reading {
			st = &stack{}
		}
		number(c, &k.user)
		c.text(&k.scope)
		slice(c, &st.undo, func(o *eventlog.Offset) { number(c, o) })
		slice(c, &st.redo, func(o *eventlog.Offset) { number(c, o) })
		if c.reading {
			s.stacks[*k] = st
		}
	})
}
