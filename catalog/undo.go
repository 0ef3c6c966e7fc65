package catalog

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"

	"runledger/event/pb"
)

// An undo sets fields back. It carries what the undone action did, so that the fold
// needs no history; here it's judged whether everything is still as that action left it,
// and whether the actor may. All or nothing.

// target is an object on its way through an undo: a copy, which is put in the end.
type target interface {
	object() object
	// get returns a field as it stands in changes; nil if it is absent.
	get(field string) json.RawMessage
	// set sets a field of the copy; nil makes it absent.
	set(field string, value json.RawMessage) error
	// may judges whether the actor may change the field.
	may(s *State, u *User, field string) Verdict
	// changed says who changed the object last.
	changed() UserNo
	// check judges the copy as a whole.
	check(s *State) Verdict
	put(s *State, a *action)
}

func actionUndone(s *State, a *action, b *pb.ActionUndone) Verdict {
	if len(b.Changes) == 0 || b.Offset >= a.Offset && !a.rehearsal {
		return refuse(CodeFinal, "action %d has nothing to undo", b.Offset)
	}
	var m manyChanges
	var targets []target
	var project ProjectNo
	for _, c := range b.Changes {
		from, to, err := images(c)
		if err != nil {
			return refuse(CodeInvalid, "%v", err)
		}
		for _, id := range c.Ids {
			o := object{c.Kind, ProjectNo(c.Project), id}
			t, v := s.reversed(a, o, from, to)
			if t == nil {
				return v
			}
			if project == 0 {
				project = projectOf(o)
			}
			noted := diff{before: opened(c.FromJson), after: opened(c.ToJson)}
			m.add(o, &noted)
			targets = append(targets, t)
		}
	}
	for _, t := range targets {
		if v := t.check(s); !v.OK() {
			return v
		}
	}
	if !a.rehearsal {
		putAll(s, a, targets)
	}
	return m.verdict().about(0, project, 0)
}

// putAll puts runs together: their projects' lists are changed once.
func putAll(s *State, a *action, targets []target) {
	var runs []*Run
	for _, t := range targets {
		if r, ok := t.(*runTarget); ok {
			runs = append(runs, &r.Run)
		} else {
			t.put(s, a)
		}
	}
	if runs != nil {
		s.putRuns(a, runs)
	}
}

func projectOf(o object) ProjectNo {
	if o.kind == kindProject {
		return projectNo(o.id)
	}
	return o.project
}

func projectNo(id string) ProjectNo {
	n, _ := strconv.ParseUint(id, 10, 32) // else none, as 0
	return ProjectNo(n)
}

// opened is an object without its closing brace, as a diff has it.
func opened(object []byte) []byte {
	if len(object) <= 2 {
		return nil
	}
	return object[: len(object)-1 : len(object)-1]
}

func images(c *pb.Change) (from, to map[string]json.RawMessage, err error) {
	if from, err = layerFields("from", c.FromJson); err == nil {
		to, err = layerFields("to", c.ToJson)
	}
	return from, to, err
}

// reversed returns the object with its fields set, or the refusal.
func (s *State) reversed(a *action, o object, from, to map[string]json.RawMessage) (target, Verdict) {
	t := s.target(o)
	if t == nil {
		return nil, refuse(CodeNotFound, "%s %s isn't there any more: it was purged, or you can't see it", o.kind, o.id)
	}
	fields := map[string]json.RawMessage{}
	for name := range from {
		fields[name] = nil
	}
	for name := range to {
		fields[name] = nil
	}
	names := sortedKeys(fields)
	for _, name := range names {
		if v := t.may(s, a.actor, name); !v.OK() {
			return nil, v
		}
	}
	for _, name := range names {
		if is := t.get(name); !bytes.Equal(is, from[name]) {
			return nil, refuse(CodeConflict, "%s", s.changedSince(t, name, is))
		}
	}
	for _, name := range names {
		if err := t.set(name, to[name]); err != nil {
			return nil, refuse(CodeInvalid, "%v", err)
		}
	}
	return t, Verdict{Outcome: Accepted}
}

// changedSince says what stands in the way of an undo.
func (s *State) changedSince(t target, field string, is json.RawMessage) string {
	now := fmt.Sprintf("its %s is %.80s now", field, is)
	switch {
	case is == nil:
		now = fmt.Sprintf("it has no %s any more", field)
	case field == "deleted" && string(is) == "true":
		now = "it is deleted"
	case field == "deleted":
		now = "it isn't deleted any more"
	}
	who := "the program itself"
	if u := s.UserByNo(t.changed()); u != nil {
		who = u.Name
	}
	return fmt.Sprintf("%s has changed since: %s; %s changed it last", s.called(t.object()), now, who)
}

// target returns a copy of an object to change, nil if it isn't there.
func (s *State) target(o object) target {
	n, _ := strconv.ParseUint(o.id, 10, 64)
	switch o.kind {
	case kindRun:
		if r := s.RunByNo(RunNo(n)); r != nil && !r.Purged {
			return &runTarget{*r}
		}
	case kindProject:
		if p := s.ProjectByNo(ProjectNo(n)); n < 1<<32 && p != nil && !p.Purged {
			return &projectTarget{*p, s}
		}
	case kindUser:
		if u := s.UserByNo(s.userByName[o.id]); u != nil {
			return &userTarget{*u}
		}
	case kindKey:
		if k := s.keys[o.id]; k != nil {
			return &keyTarget{*k}
		}
	case kindTeam:
		if e := s.entities[o.id]; e != nil && e.Kind == Team {
			return &teamTarget{*e, s}
		}
	default:
		return s.documentTarget(o)
	}
	return nil
}
