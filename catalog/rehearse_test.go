package catalog

import (
	"testing"

	"google.golang.org/protobuf/proto"

	"runledger/event"
	"runledger/event/pb"
)

// everyAction is one event of each action type, each of which the state of
// furnished accepts next.
func everyAction(key string) []*pb.Event {
	return []*pb.Event{
		{Body: &pb.Event_UserCreated{UserCreated: &pb.UserCreated{Name: "new", Email: "e", Key: NewKey("", "", NewAPIKey())}}},
		{Body: &pb.Event_UserDeleted{UserDeleted: &pb.UserDeleted{Name: "ann"}}},
		{Body: &pb.Event_KeyCreated{KeyCreated: NewKey("ann", "", NewAPIKey())}},
		{Body: &pb.Event_KeyRevoked{KeyRevoked: &pb.KeyRevoked{User: "ann", KeyId: key}}},
		{Body: &pb.Event_KeyUsed{KeyUsed: &pb.KeyUsed{KeyId: key}}},
		createProject("ann", "q"),
		createRun("ann", "p", "s"),
		rename(1, "new"),
		{Body: &pb.Event_RunTagsSet{RunTagsSet: &pb.RunTagsSet{Run: 1, Tags: []string{"a"}}}},
		{Body: &pb.Event_RunNotesSet{RunNotesSet: &pb.RunNotesSet{Run: 1, Notes: "n"}}},
		{Body: &pb.Event_RunAttributesSet{RunAttributesSet: &pb.RunAttributesSet{Run: 1, Attributes: &pb.RunAttributes{Group: proto.String("g")}}}},
		{Body: &pb.Event_RunConfigEdited{RunConfigEdited: &pb.RunConfigEdited{Run: 1, SetJson: []byte(`{"a":1}`)}}},
		{Body: &pb.Event_RunSummaryEdited{RunSummaryEdited: &pb.RunSummaryEdited{Run: 1, SetJson: []byte(`{"a":1}`)}}},
		{Body: &pb.Event_RunEdited{RunEdited: &pb.RunEdited{
			Run: 1, Notes: proto.String("n"), DisplayName: proto.String("d"), Tags: &pb.TagList{Tags: []string{"a", "b", "a"}},
			Config:  &pb.LayerEdit{SetJson: []byte(`{"b":{"c":2}}`), Removed: []string{"gone"}},
			Summary: &pb.LayerEdit{SetJson: []byte(`{"x":1e400}`)}, Attributes: &pb.RunAttributes{JobType: proto.String("eval")},
		}}},
		{Body: &pb.Event_RunStopRequested{RunStopRequested: &pb.RunStopRequested{Run: 1}}},
		{Body: &pb.Event_RunDeleted{RunDeleted: &pb.RunDeleted{Run: 1}}},
	}
}

// furnished is a state with users ann and root (an administrator), a key of ann's, a
// project ann/p and in it the run r, number 1.
func furnished(t testing.TB) (f *fold, root *pb.Actor, key string) {
	f = newFold(t)
	ann, root := f.user("ann", false), f.user("root", true)
	f.ok(ann, createProject("ann", "p"))
	f.ok(ann, createRun("ann", "p", "r"))
	f.ok(root, &pb.Event{Body: &pb.Event_KeyCreated{KeyCreated: NewKey("ann", "", NewAPIKey())}})
	return f, root, f.Keys(1)[0].ID
}

func TestRehearsalsForetellAndChangeNothing(t *testing.T) {
	_, _, key := furnished(t)
	tested := map[string]bool{"server.initialized.v1": true, "rules.raised.v1": true, "run.undeleted.v1": true}
	for i := range everyAction(key) {
		f, root, key := furnished(t)
		e := everyAction(key)[i]
		e.Actor = root
		if err := event.Stamp(e, f.at); err != nil {
			t.Fatal(err)
		}
		tested[e.Type] = true
		before := f.Hash()
		r := Record{Offset: f.Next(), At: f.at, Event: e}
		foretold := f.Rehearse(r)
		if f.Hash() != before {
			t.Errorf("a rehearsal of %s changed the state", e.Type)
		}
		v := f.Apply(r)
		if v.Outcome != Accepted {
			t.Errorf("%s: %+v", e.Type, v)
		}
		if string(v.Before) != string(foretold.Before) || string(v.After) != string(foretold.After) || v.Run != foretold.Run {
			t.Errorf("%s: foretold %+v, came %+v", e.Type, foretold, v)
		}
		if f.Hash() == before {
			t.Errorf("%s left no trace", e.Type)
		}
	}
	for typ := range rules1 {
		if !tested[typ] {
			t.Errorf("%s isn't in everyAction", typ)
		}
	}
}
