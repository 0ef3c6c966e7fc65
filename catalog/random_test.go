package catalog

import (
	"encoding/binary"
	"fmt"
	"slices"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"
	"pgregory.net/rapid"

	"runledger/event"
	"runledger/event/pb"
	"runledger/eventlog"
)

// randomAction draws an action out of few names, so that they meet: users u0–u3
// (numbers 1–4), projects p0–p1, runs r0–r4.
func randomAction(t *rapid.T) *pb.Event {
	user := func() string { return fmt.Sprintf("u%d", rapid.IntRange(0, 3).Draw(t, "user")) }
	project := func() string { return fmt.Sprintf("p%d", rapid.IntRange(0, 1).Draw(t, "project")) }
	run := func() uint64 { return uint64(rapid.IntRange(1, 6).Draw(t, "run")) }
	yes := func() bool { return rapid.Bool().Draw(t, "yes") }
	text := func() string { return rapid.SampledFrom([]string{"", "a", "b\n", "ü\""}).Draw(t, "text") }
	key := func() *pb.KeyCreated {
		n := rapid.IntRange(0, 3).Draw(t, "key")
		hash := HashKey(fmt.Sprint(n))
		return &pb.KeyCreated{User: user(), KeyId: fmt.Sprintf("k%d", n), Hash: hash[:]}
	}
	layer := func() []byte {
		return []byte(rapid.SampledFrom([]string{`{"a":1}`, `{"b":{"c":null},"a":2}`, `{"a":null}`, `[]`, ``}).Draw(t, "layer"))
	}
	e := &pb.Event{Actor: &pb.Actor{Kind: pb.Actor_KIND_USER, User: uint32(rapid.IntRange(1, 4).Draw(t, "actor"))}}
	if rapid.IntRange(0, 2).Draw(t, "system") == 0 {
		e.Actor = System()
	}
	if rapid.IntRange(0, 4).Draw(t, "idempotent") == 0 {
		e.IdempotencyKey = rapid.SampledFrom([]string{"i", "j"}).Draw(t, "key")
	}
	if rapid.IntRange(0, 4).Draw(t, "careful") == 0 {
		e.Expect = uint64(rapid.IntRange(0, 20).Draw(t, "expect"))
	}
	switch rapid.IntRange(0, 13).Draw(t, "type") {
	case 0, 1:
		e.Body = &pb.Event_UserCreated{UserCreated: &pb.UserCreated{Name: user(), Admin: yes()}}
		if yes() {
			e.GetUserCreated().Key = key()
		}
	case 2:
		e.Body = &pb.Event_UserDeleted{UserDeleted: &pb.UserDeleted{Name: user()}}
	case 3:
		e.Body = &pb.Event_KeyCreated{KeyCreated: key()}
	case 4:
		e.Body = &pb.Event_KeyRevoked{KeyRevoked: &pb.KeyRevoked{User: user(), KeyId: "k1"}}
	case 5, 6:
		e.Body = &pb.Event_ProjectCreated{ProjectCreated: &pb.ProjectCreated{Entity: user(), Name: project(), IfAbsent: yes()}}
	case 7, 8:
		id := fmt.Sprintf("r%d", rapid.IntRange(0, 4).Draw(t, "id"))
		e.Body = &pb.Event_RunCreated{RunCreated: &pb.RunCreated{Entity: user(), Project: project(), RunId: id, IfAbsent: yes(), Notes: text()}}
	case 9:
		e.Body = &pb.Event_RunRenamed{RunRenamed: &pb.RunRenamed{Run: run(), DisplayName: text()}}
	case 10:
		e.Body = &pb.Event_RunDeleted{RunDeleted: &pb.RunDeleted{Run: run()}}
	case 11:
		e.Body = &pb.Event_RunUndeleted{RunUndeleted: &pb.RunUndeleted{Run: run()}}
	case 12:
		e.Body = &pb.Event_RunConfigEdited{RunConfigEdited: &pb.RunConfigEdited{Run: run(), SetJson: layer()}}
	case 13:
		e.Body = &pb.Event_RunEdited{RunEdited: &pb.RunEdited{
			Run: run(), DisplayName: proto.String(text()), Tags: &pb.TagList{Tags: []string{"a", text()}}, Summary: &pb.LayerEdit{SetJson: layer()},
		}}
	}
	return e
}

// randomLog draws a log as a reader gets it, with repeated and damaged records in it.
func randomLog(t *rapid.T) []eventlog.Stored {
	at := time.Unix(1e9, 0)
	first := &pb.Event{Actor: System(), Body: &pb.Event_ServerInitialized{ServerInitialized: &pb.ServerInitialized{LogId: "l", TelemetryPartitions: 4, Rules: 1}}}
	events := []*pb.Event{first}
	for range rapid.IntRange(1, 60).Draw(t, "actions") {
		events = append(events, randomAction(t))
	}
	var log []eventlog.Stored
	for i, e := range events {
		at = at.Add(time.Duration(rapid.SampledFrom([]int{0, 1, 3600, 90000}).Draw(t, "pause")) * time.Second)
		e.Id = binary.BigEndian.AppendUint64(make([]byte, 8), uint64(i))
		if err := event.Stamp(e, at); err != nil {
			t.Fatal(err)
		}
		value, err := event.Encode(e)
		if err != nil {
			t.Fatal(err)
		}
		if rapid.IntRange(0, 20).Draw(t, "damaged") == 0 {
			value = value[:len(value)/2]
		}
		for range rapid.SampledFrom([]int{1, 1, 1, 2}).Draw(t, "copies") {
			log = append(log, eventlog.Stored{Offset: uint64(len(log)), At: at, Record: eventlog.Record{Value: value}})
		}
	}
	return log
}

func TestTwoFoldsOfALogAreEqual(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		log := randomLog(t)
		a, b := NewState(), NewState()
		for i, stored := range log {
			va := a.Apply(Decode(stored))
			consistent(t, a)
			if va.Outcome == Refused && (va.Code == "" || va.Reason == "") {
				t.Fatalf("%d: refused without a reason: %+v", i, va)
			}
			if i%7 == 0 && i > 0 { // a reader that went back a little
				b.Apply(Decode(log[i-1]))
			}
			vb := b.Apply(Decode(stored))
			if va.Outcome != vb.Outcome || va.Code != vb.Code || va.Reason != vb.Reason || va.Run != vb.Run ||
				string(va.Before) != string(vb.Before) || string(va.After) != string(vb.After) {
				t.Fatalf("%d: %+v and %+v", i, va, vb)
			}
		}
		if a.Hash() != b.Hash() {
			t.Fatal("two folds of one log have different hashes")
		}
	})
}

// consistent checks what must always hold between the parts of a state.
func consistent(t *rapid.T, s *State) {
	for i, u := range s.users {
		if u.No != UserNo(i+1) || s.userByName[u.Name] != u.No || s.entities[u.Name].Owner != u.No {
			t.Fatalf("user %+v", u)
		}
		for _, id := range u.keys {
			if k := s.keys[id]; k == nil || k.User != u.No || s.keyByHash[k.Hash] != id {
				t.Fatalf("key %s of %s: %+v", id, u.Name, k)
			}
		}
	}
	if len(s.keys) != len(s.keyByHash) {
		t.Fatalf("%d keys, %d hashes", len(s.keys), len(s.keyByHash))
	}
	runs := 0
	for i, p := range s.projects {
		live := 0
		for _, no := range p.runs {
			r := s.runs[no-1]
			live += count(!r.Deleted)
			if r.No != no || r.Project != p.No || s.Run(p.No, r.ID).Deleted && !r.Deleted || r.Version == 0 || r.Version > s.next {
				t.Fatalf("run %+v in project %d", r, p.No)
			}
		}
		if p.No != ProjectNo(i+1) || s.Project(p.Entity, p.Name) != p.Project || p.live != live || len(p.runs) < len(p.byID) || !slices.IsSorted(p.runs) {
			t.Fatalf("project %+v: %d live", p, live)
		}
		runs += len(p.runs)
	}
	if runs != len(s.runs) {
		t.Fatalf("%d runs in projects, %d in all", runs, len(s.runs))
	}
}
