package catalog

import (
	"testing"
	"time"

	"google.golang.org/protobuf/proto"

	"runledger/event/pb"
)

func withKey(e *pb.Event, key string) *pb.Event { e.IdempotencyKey = key; return e }

func TestIdempotencyKeys(t *testing.T) {
	f := newFold(t)
	ann, bob := f.user("ann", false), f.user("bob", false)
	first := f.ok(ann, withKey(createProject("ann", "p"), "k"))
	if v := f.do(ann, withKey(createProject("ann", "p"), "k")); v.Outcome != Repeated || v.Project != first.Project {
		t.Errorf("again: %+v", v)
	}
	f.refused(CodeConflict, ann, withKey(createRun("ann", "p", "r"), "k"))
	f.ok(bob, withKey(createProject("bob", "p"), "k")) // another actor's key is another key

	missing := withKey(createRun("ann", "q", "r"), "k2")
	f.refused(CodeNotFound, ann, missing)
	f.ok(ann, createProject("ann", "q"))
	f.refused(CodeNotFound, ann, withKey(createRun("ann", "q", "r"), "k2")) // the first verdict stands

	f.at = f.at.Add(25 * time.Hour)
	f.ok(ann, withKey(createRun("ann", "q", "r"), "k2")) // forgotten after a day
	f.refused(CodeInvalid, ann, withKey(createRun("ann", "q", "s"), string(make([]byte, 256))))
}

func TestTheSameEventTwice(t *testing.T) {
	f := newFold(t)
	ann := f.user("ann", false)
	f.ok(ann, createProject("ann", "p"))
	e := createRun("ann", "p", "r")
	e.GetRunCreated().IfAbsent = false
	first := f.ok(ann, e)
	f.ok(ann, rename(first.Run, "x"))
	if v := f.do(ann, e); v.Outcome != Repeated || v.Run != first.Run {
		t.Errorf("the log holds it twice: %+v", v)
	}
	bad := proto.CloneOf(e)
	bad.Id = nil
	v := f.do(ann, bad)
	if again := f.do(ann, bad); v.Code != CodeExists || again.Code != v.Code || again.Reason != v.Reason || again.Run != first.Run {
		t.Errorf("%+v, then %+v", v, again)
	}
}

func TestMemoryOfTheRecentIsBounded(t *testing.T) {
	r := newRecent[int]()
	r.most = 3
	at := time.Unix(1e9, 0)
	for i := range 10 {
		r.put(i, at, remember("run.created.v1", Verdict{Run: RunNo(i)}))
	}
	if r.len() != 3 || r.index.used != 3 {
		t.Fatalf("%d entries, %d indexed, want 3", r.len(), r.index.used)
	}
	if _, ok := r.get(6); ok {
		t.Error("the oldest is still there")
	}
	if m, ok := r.get(7); !ok || m.run != 7 {
		t.Errorf("%+v %v", m, ok)
	}
	r.expire(at.Add(rememberFor))
	if r.len() != 3 {
		t.Error("expired too early")
	}
	r.expire(at.Add(rememberFor + time.Millisecond))
	if r.len() != 0 || r.index.used != 0 {
		t.Error("not expired")
	}
}
