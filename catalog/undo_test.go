package catalog

import (
	"encoding/json"
	"fmt"
	"testing"

	"google.golang.org/protobuf/proto"
	"pgregory.net/rapid"

	"runledger/event/pb"
	"runledger/eventlog"
)

// undoing is the event that reverses what an action did.
func undoing(by *pb.Actor, off eventlog.Offset, v Verdict, redo bool, scope string) *pb.Event {
	u := &pb.ActionUndone{Offset: off, Redo: redo, User: by.User, Scope: scope, Changes: Reversed(v.Changes)}
	return &pb.Event{Body: &pb.Event_ActionUndone{ActionUndone: u}}
}

// TestEveryActionCanBeUndone does each action that changes something, undoes and redoes
// it, and wants the same content each time.
func TestEveryActionCanBeUndone(t *testing.T) {
	every := func(key string) []*pb.Event { return append(everyAction(key), everyOtherAction()...) }
	_, _, key := furnished(t)
	undone := 0
	for i := range every(key) {
		f, root, key := furnished(t)
		e := every(key)[i]
		before := f.ContentHash()
		v := f.do(root, e)
		if len(v.Changes) == 0 {
			continue // sessions, purges: they say so
		}
		undone++
		after := f.ContentHash()
		if after == before {
			t.Errorf("%s changed nothing that is seen", e.Type)
		}
		undo := f.ok(root, undoing(root, f.Next()-1, v, false, ""))
		if f.ContentHash() != before {
			t.Errorf("%s: the content isn't as before the action", e.Type)
		}
		f.ok(root, undoing(root, f.Next()-1, undo, true, ""))
		if f.ContentHash() != after {
			t.Errorf("%s: the content isn't as after the action", e.Type)
		}
	}
	t.Logf("%d actions undone and redone", undone)
}

// TestUndoIsRefusedWhereSomethingChangedSince: all of it, and it says what and by whom.
func TestUndoIsRefusedWhereSomethingChangedSince(t *testing.T) {
	f, root, _ := furnished(t)
	v := f.ok(root, rename(1, "first"))
	off := f.Next() - 1
	f.ok(root, rename(1, "second"))
	refused := f.do(root, undoing(root, off, v, false, "1"))
	if refused.Code != CodeConflict || refused.Reason != `run "r" has changed since: its display_name is "second" now; root changed it last` {
		t.Errorf("%+v", refused)
	}
	bob := Principal{User: f.UserByName("bob")}.Actor(pb.Actor_KIND_USER)
	f.refused(CodeForbidden, bob, undoing(bob, f.Next()-1, Verdict{Changes: []Change{
		{Kind: "run", Project: 1, IDs: []string{"1"}, From: []byte(`{"notes":"x"}`), To: []byte(`{"notes":""}`)},
	}}, false, "1"))
}

// life is a random one: actions, undos and redos of a person.
type life struct {
	*fold
	t    *rapid.T
	done map[eventlog.Offset]Verdict
}

// action draws an action out of few names, so that they meet.
func (s *life) action() *pb.Event {
	run, n := uint64(rapid.IntRange(1, 4).Draw(s.t, "run")), rapid.IntRange(0, 5).Draw(s.t, "n")
	text := fmt.Sprint("t", n)
	doc := func(kind string) string { return fmt.Sprint(kind, rapid.IntRange(0, 3).Draw(s.t, kind)) }
	fields, err := json.Marshal(map[string]any{text: n})
	if err != nil {
		s.t.Fatal(err)
	}
	switch rapid.IntRange(0, 14).Draw(s.t, "action") {
	case 0:
		return createRun("ann", "p", text)
	case 1:
		return rename(RunNo(run), text)
	case 2:
		return &pb.Event{Body: &pb.Event_RunsDeleted{RunsDeleted: &pb.RunsDeleted{Runs: []uint64{run, 1}}}}
	case 3:
		return &pb.Event{Body: &pb.Event_RunsUndeleted{RunsUndeleted: &pb.RunsUndeleted{Runs: []uint64{run}}}}
	case 4:
		return &pb.Event{Body: &pb.Event_RunsMoved{RunsMoved: &pb.RunsMoved{Runs: []uint64{run, 2}, Project: uint32(1 + 2*(n%2))}}}
	case 5:
		return &pb.Event{Body: &pb.Event_RunEdited{RunEdited: &pb.RunEdited{Run: run, Notes: &text, Tags: &pb.TagList{Tags: []string{text}}, Config: &pb.LayerEdit{SetJson: fields}}}}
	case 6:
		return &pb.Event{Body: &pb.Event_ProjectEdited{ProjectEdited: &pb.ProjectEdited{Project: 1, Name: proto.String("p" + text)}}}
	case 7:
		return &pb.Event{Body: &pb.Event_SectionAdded{SectionAdded: &pb.DocumentAdded{Project: 1, Id: doc("section"), Root: "user-ann", FieldsJson: fields}}}
	case 8:
		return &pb.Event{Body: &pb.Event_SectionMoved{SectionMoved: &pb.DocumentMoved{Project: 1, Id: doc("section"), After: doc("section")}}}
	case 9:
		return &pb.Event{Body: &pb.Event_PanelAdded{PanelAdded: &pb.DocumentAdded{Project: 1, Id: doc("panel"), Root: "user-ann", Parent: doc("section"), FieldsJson: fields}}}
	case 10:
		return &pb.Event{Body: &pb.Event_PanelMoved{PanelMoved: &pb.DocumentMoved{Project: 1, Id: doc("panel"), Parent: doc("section")}}}
	case 11:
		return &pb.Event{Body: &pb.Event_PanelEdited{PanelEdited: &pb.DocumentEdited{Project: 1, Id: doc("auto-panel"), Root: "user-ann", Parent: "auto-x", SetJson: fields}}}
	case 12:
		return &pb.Event{Body: &pb.Event_SectionDeleted{SectionDeleted: &pb.DocumentDeleted{Project: 1, Id: doc("section")}}}
	case 13:
		return &pb.Event{Body: &pb.Event_WorkspaceEdited{WorkspaceEdited: &pb.DocumentEdited{Project: 1, Id: "user-ann", SetJson: fields}}}
	}
	return &pb.Event{Body: &pb.Event_WorkspaceCleared{WorkspaceCleared: &pb.WorkspaceCleared{Project: 1, Id: "user-ann"}}}
}

func (s *life) note(by *pb.Actor, e *pb.Event) Verdict {
	v := s.do(by, e)
	if v.Outcome == Accepted {
		s.done[s.Next()-1] = v
	}
	return v
}

// back undoes or redoes the latest action of all scopes; false if there's none.
func (s *life) back(by *pb.Actor, redo bool) bool {
	best, at := "", eventlog.Offset(0)
	for _, scope := range []string{"", "1", "1/user-ann", "3"} {
		stack := s.Undoable(UserNo(by.User), scope)
		if redo {
			stack = s.Redoable(UserNo(by.User), scope)
		}
		if n := len(stack); n > 0 && stack[n-1] >= at {
			best, at = scope, stack[n-1]
		}
	}
	if at == 0 {
		return false
	}
	v := s.note(by, undoing(by, at, s.done[at], redo, best))
	// A run that was moved can be changed in its new project after an undo in the old one:
	// then the redo there says so.
	if v.Outcome != Accepted && !(redo && v.Code == CodeConflict) {
		s.t.Fatalf("undo of %d (redo %v): %+v", at, redo, v)
	}
	return true
}

// TestUndoingEverythingGivesTheFirstState: random actions, undos and redos, then undo of
// everything, then redo of everything.
func TestUndoingEverythingGivesTheFirstState(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		f, _, _ := furnished(t)
		ann := Principal{User: f.UserByName("ann")}.Actor(pb.Actor_KIND_USER)
		f.stacks = map[stackKey]*stack{}
		s := &life{fold: f, t: rt, done: map[eventlog.Offset]Verdict{}}
		first := f.ContentHash()
		for range rapid.IntRange(1, 60).Draw(rt, "steps") {
			switch rapid.IntRange(0, 4).Draw(rt, "what") {
			case 0:
				s.back(ann, false)
			case 1:
				s.back(ann, true)
			default:
				s.note(ann, s.action())
			}
		}
		last := f.ContentHash()
		n := 0
		for s.back(ann, false) {
			n++
		}
		if f.ContentHash() != first {
			rt.Fatalf("after %d undos the content isn't the first one", n)
		}
		for range n {
			if !s.back(ann, true) {
				rt.Fatal("nothing to redo")
			}
		}
		if f.ContentHash() != last {
			rt.Fatalf("after %d redos the content isn't the last one", n)
		}
	})
}
