package catalog

import (
	"encoding/binary"
	"testing"
	"time"

	"runledger/event"
	"runledger/event/pb"
)

// fold is a State with a clock and ids of its own, for tests of decisions.
type fold struct {
	*State
	t  testing.TB
	at time.Time
	n  uint64 // events so far

	log []Record // all that was folded
}

func newFold(t testing.TB) *fold {
	f := &fold{State: NewState(), t: t, at: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}
	f.ok(System(), &pb.Event{Body: &pb.Event_ServerInitialized{ServerInitialized: &pb.ServerInitialized{
		LogId: "test", TelemetryPartitions: 4, Rules: 1,
	}}})
	return f
}

// do folds an event of the actor, a second later than the last.
func (f *fold) do(actor *pb.Actor, e *pb.Event) Verdict {
	f.t.Helper()
	f.n++
	f.at = f.at.Add(time.Second)
	if len(e.Id) == 0 {
		e.Id = binary.BigEndian.AppendUint64(make([]byte, 8), f.n)
	}
	e.Actor = actor
	if err := event.Stamp(e, f.at); err != nil {
		f.t.Fatal(err)
	}
	r := Record{Offset: f.Next(), At: f.at, Event: e}
	f.log = append(f.log, r)
	return f.Apply(r)
}

func (f *fold) ok(actor *pb.Actor, e *pb.Event) Verdict {
	f.t.Helper()
	v := f.do(actor, e)
	if v.Outcome != Accepted {
		f.t.Fatalf("%s: %s %s: %s", e.Type, v.Outcome, v.Code, v.Reason)
	}
	return v
}

// refused folds an event that must be refused with code.
func (f *fold) refused(code string, actor *pb.Actor, e *pb.Event) {
	f.t.Helper()
	before := f.counts()
	v := f.do(actor, e)
	if v.Outcome != Refused || v.Code != code {
		f.t.Fatalf("%s: %s %q (%s), want refused %q", e.Type, v.Outcome, v.Code, v.Reason, code)
	}
	if v.Reason == "" {
		f.t.Fatalf("%s: a refusal without a reason", e.Type)
	}
	if f.counts() != before {
		f.t.Fatalf("%s: refused, but the state changed", e.Type)
	}
}

func (f *fold) counts() [5]int {
	return [5]int{len(f.users), len(f.keys), len(f.entities), len(f.projects), len(f.runs)}
}

// user creates a user and returns it as an actor.
func (f *fold) user(name string, admin bool) *pb.Actor {
	f.t.Helper()
	v := f.ok(System(), &pb.Event{Body: &pb.Event_UserCreated{UserCreated: &pb.UserCreated{Name: name, Admin: admin}}})
	return Principal{User: f.UserByNo(v.User)}.Actor(pb.Actor_KIND_USER)
}

func createProject(entity, name string) *pb.Event {
	return &pb.Event{Body: &pb.Event_ProjectCreated{ProjectCreated: &pb.ProjectCreated{Entity: entity, Name: name}}}
}

func createRun(entity, project, id string) *pb.Event {
	return &pb.Event{Body: &pb.Event_RunCreated{RunCreated: &pb.RunCreated{Entity: entity, Project: project, RunId: id, IfAbsent: true}}}
}

func rename(run RunNo, name string) *pb.Event {
	return &pb.Event{Body: &pb.Event_RunRenamed{RunRenamed: &pb.RunRenamed{Run: uint64(run), DisplayName: name}}}
}

func TestRunsLife(t *testing.T) {
	f := newFold(t)
	ann := f.user("ann", false)
	f.ok(ann, createProject("ann", "digits"))
	made := f.ok(ann, createRun("ann", "digits", "a1"))
	if made.Run != 1 || made.Project != 1 {
		t.Fatalf("run %d of project %d, want 1 of 1", made.Run, made.Project)
	}
	if v := f.do(ann, createRun("ann", "digits", "a1")); v.Outcome != Repeated || v.Run != 1 {
		t.Fatalf("the same again: %+v", v)
	}
	r := f.RunByNo(1)
	if r.DisplayName != DefaultDisplayName(1) || r.Home != 1 || r.User != 1 || r.ID != "a1" {
		t.Fatalf("run: %+v", r)
	}
	v := f.ok(ann, rename(1, "best"))
	if string(v.Before) != `{"display_name":"`+r.DisplayName+`"}` || string(v.After) != `{"display_name":"best"}` {
		t.Fatalf("before %s after %s", v.Before, v.After)
	}
	if r.DisplayName == "best" {
		t.Fatal("a snapshot that was handed out has changed")
	}
	if got := f.RunByNo(1).Version; got != f.Next() {
		t.Fatalf("version %d, want %d", got, f.Next())
	}
	stale := rename(1, "other")
	stale.Expect = r.Version
	f.refused(CodeConflict, ann, stale)
	f.ok(ann, &pb.Event{Body: &pb.Event_RunDeleted{RunDeleted: &pb.RunDeleted{Run: 1}}})
	f.refused(CodeDeleted, ann, createRun("ann", "digits", "a1"))
	f.refused(CodeDeleted, ann, rename(1, "x"))
	f.ok(ann, &pb.Event{Body: &pb.Event_RunUndeleted{RunUndeleted: &pb.RunUndeleted{Run: 1}}})
	f.ok(ann, rename(1, "x"))
}

func TestStrangersSeeNothing(t *testing.T) {
	f := newFold(t)
	ann, bob, root := f.user("ann", false), f.user("bob", false), f.user("root", true)
	f.ok(ann, createProject("ann", "p"))
	f.ok(ann, createRun("ann", "p", "r"))
	f.refused(CodeNotFound, bob, createProject("ann", "q"))
	f.refused(CodeNotFound, bob, createRun("ann", "p", "r"))
	f.refused(CodeNotFound, bob, rename(1, "mine"))
	f.refused(CodeNotFound, bob, createRun("ann", "nothing", "r"))
	f.ok(root, rename(1, "roots"))
	f.ok(root, createProject("ann", "q"))
}
