package catalog

import (
	"testing"
	"time"

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
		{Body: &pb.Event_RunColorSet{RunColorSet: &pb.RunColorSet{Run: 1, Color: "#12ab9f"}}},
		{Body: &pb.Event_RunStopRequested{RunStopRequested: &pb.RunStopRequested{Run: 1}}},
		{Body: &pb.Event_RunDeleted{RunDeleted: &pb.RunDeleted{Run: 1}}},
		{Body: &pb.Event_RunsDeleted{RunsDeleted: &pb.RunsDeleted{Runs: []uint64{1}}}},
		{Body: &pb.Event_RunsUndeleted{RunsUndeleted: &pb.RunsUndeleted{Runs: []uint64{1, 2}}}},
		{Body: &pb.Event_RunsMoved{RunsMoved: &pb.RunsMoved{Runs: []uint64{2, 1}, Project: 3}}},
		{Body: &pb.Event_RunsTagged{RunsTagged: &pb.RunsTagged{Runs: []uint64{1}, Added: []string{"new"}, Removed: []string{"old"}}}},
		{Body: &pb.Event_RunsStopRequested{RunsStopRequested: &pb.RunsStopRequested{Runs: []uint64{1}}}},
		{Body: &pb.Event_RunsPurged{RunsPurged: &pb.RunsPurged{Runs: []uint64{2}}}},
	}
}

// everyOtherAction is one event of each action on people, projects, documents.
func everyOtherAction() []*pb.Event {
	login := HashKey("login")
	return []*pb.Event{
		{Body: &pb.Event_UserEdited{UserEdited: &pb.UserEdited{Name: "ann", Email: proto.String("a@example.org"), Admin: proto.Bool(true)}}},
		{Body: &pb.Event_UserPasswordSet{UserPasswordSet: &pb.UserPasswordSet{Name: "ann", Hash: "$argon2id$v=19$m=1,t=1,p=1$c2FsdA$aGFzaA"}}},
		{Body: &pb.Event_UserLoginIssued{UserLoginIssued: &pb.UserLoginIssued{Name: "ann", Hash: make([]byte, 32), ExpiresUs: loginEnds.Add(time.Second).UnixMicro()}}},
		{Body: &pb.Event_UserLoginUsed{UserLoginUsed: &pb.UserLoginUsed{Name: "ann", Hash: login[:]}}},
		{Body: &pb.Event_UserSignedOut{UserSignedOut: &pb.UserSignedOut{Name: "ann"}}},

		{Body: &pb.Event_TeamCreated{TeamCreated: &pb.TeamCreated{Name: "other", Members: []*pb.TeamMember{{User: "ann", Role: "viewer"}}}}},
		{Body: &pb.Event_TeamMemberAdded{TeamMemberAdded: &pb.TeamMemberAdded{Team: "crew", User: "root", Role: "member"}}},
		{Body: &pb.Event_TeamMemberRoleSet{TeamMemberRoleSet: &pb.TeamMemberRoleSet{Team: "crew", User: "bob", Role: "admin"}}},
		{Body: &pb.Event_TeamMemberRemoved{TeamMemberRemoved: &pb.TeamMemberRemoved{Team: "crew", User: "bob"}}},
		{Body: &pb.Event_TeamDeleted{TeamDeleted: &pb.TeamDeleted{Name: "crew"}}},

		{Body: &pb.Event_ProjectRenamed{ProjectRenamed: &pb.ProjectRenamed{Project: 1, Name: "renamed"}}},
		{Body: &pb.Event_ProjectDescriptionSet{ProjectDescriptionSet: &pb.ProjectDescriptionSet{Project: 1, Description: "d"}}},
		{Body: &pb.Event_ProjectEdited{ProjectEdited: &pb.ProjectEdited{Project: 1, Name: proto.String("again"), Description: proto.String("e")}}},
		{Body: &pb.Event_ProjectPrivacySet{ProjectPrivacySet: &pb.ProjectPrivacySet{Project: 1, View: "everyone", Submit: "invited"}}},
		{Body: &pb.Event_ProjectAccessGranted{ProjectAccessGranted: &pb.ProjectAccessGranted{Project: 1, User: "root", Role: "member"}}},
		{Body: &pb.Event_ProjectAccessRevoked{ProjectAccessRevoked: &pb.ProjectAccessRevoked{Project: 1, User: "bob"}}},
		{Body: &pb.Event_ProjectDeleted{ProjectDeleted: &pb.ProjectDeleted{Project: 1}}},
		{Body: &pb.Event_ProjectUndeleted{ProjectUndeleted: &pb.ProjectUndeleted{Project: 2}}},
		{Body: &pb.Event_ProjectPurged{ProjectPurged: &pb.ProjectPurged{Project: 2}}},

		{Body: &pb.Event_WorkspaceCreated{WorkspaceCreated: &pb.DocumentAdded{Project: 1, Id: "v", FieldsJson: []byte(`{"name":"mine"}`)}}},
		{Body: &pb.Event_WorkspaceEdited{WorkspaceEdited: editDoc("view")}},
		{Body: &pb.Event_WorkspaceRunVisibilitySet{WorkspaceRunVisibilitySet: editDoc("view")}},
		{Body: &pb.Event_WorkspaceSearchSet{WorkspaceSearchSet: editDoc("view")}},
		{Body: &pb.Event_WorkspaceFilterSet{WorkspaceFilterSet: editDoc("view")}},
		{Body: &pb.Event_WorkspaceGroupingSet{WorkspaceGroupingSet: editDoc("view")}},
		{Body: &pb.Event_WorkspaceSortSet{WorkspaceSortSet: editDoc("user-root")}},
		{Body: &pb.Event_WorkspaceColumnsSet{WorkspaceColumnsSet: editDoc("view")}},
		{Body: &pb.Event_WorkspaceCleared{WorkspaceCleared: &pb.WorkspaceCleared{Project: 1, Id: "view"}}},
		{Body: &pb.Event_WorkspaceDeleted{WorkspaceDeleted: removeDoc("view")}},

		{Body: &pb.Event_SectionAdded{SectionAdded: &pb.DocumentAdded{Project: 1, Id: "s9", Root: "view", Before: "s1"}}},
		{Body: &pb.Event_SectionRenamed{SectionRenamed: editDoc("s1")}},
		{Body: &pb.Event_SectionMoved{SectionMoved: &pb.DocumentMoved{Project: 1, Id: "s1", After: "s2"}}},
		{Body: &pb.Event_SectionCollapsedSet{SectionCollapsedSet: editDoc("s1")}},
		{Body: &pb.Event_SectionLayoutSet{SectionLayoutSet: editDoc("s1")}},
		{Body: &pb.Event_SectionPanelSizeSet{SectionPanelSizeSet: editDoc("s1")}},
		{Body: &pb.Event_SectionResized{SectionResized: editDoc("s1")}},
		{Body: &pb.Event_SectionEdited{SectionEdited: editDoc("s1")}},
		{Body: &pb.Event_SectionDeleted{SectionDeleted: removeDoc("s1")}},

		{Body: &pb.Event_PanelAdded{PanelAdded: &pb.DocumentAdded{Project: 1, Id: "p9", Root: "view", Parent: "s1", FieldsJson: []byte(`{"kind":"line"}`)}}},
		{Body: &pb.Event_PanelEdited{PanelEdited: editDoc("p1")}},
		{Body: &pb.Event_PanelMoved{PanelMoved: &pb.DocumentMoved{Project: 1, Id: "p1", Parent: "s2"}}},
		{Body: &pb.Event_PanelResized{PanelResized: editDoc("p1")}},
		{Body: &pb.Event_PanelDeleted{PanelDeleted: &pb.DocumentDeleted{Project: 1, Id: "auto-loss", Root: "view", Parent: "auto-train", SetJson: []byte(`{"metric":"loss"}`)}}},

		{Body: &pb.Event_ReportCreated{ReportCreated: &pb.DocumentAdded{Project: 1, Id: "new"}}},
		{Body: &pb.Event_ReportEdited{ReportEdited: editDoc("report")}},
		{Body: &pb.Event_ReportRenamed{ReportRenamed: editDoc("report")}},
		{Body: &pb.Event_ReportPinned{ReportPinned: editDoc("report")}},
		{Body: &pb.Event_ReportUnpinned{ReportUnpinned: editDoc("report")}},
		{Body: &pb.Event_ReportDeleted{ReportDeleted: removeDoc("report")}},
		{Body: &pb.Event_ReportShared{ReportShared: &pb.DocumentAdded{Project: 1, Id: "link2", Root: "report"}}},
		{Body: &pb.Event_ReportUnshared{ReportUnshared: removeDoc("link")}},
		{Body: &pb.Event_BlockAdded{BlockAdded: &pb.DocumentAdded{Project: 1, Id: "b9", Root: "report", After: "b1"}}},
		{Body: &pb.Event_BlockEdited{BlockEdited: editDoc("b1")}},
		{Body: &pb.Event_BlockMoved{BlockMoved: &pb.DocumentMoved{Project: 1, Id: "b1", After: "b2"}}},
		{Body: &pb.Event_BlockDeleted{BlockDeleted: removeDoc("b1")}},
		{Body: &pb.Event_CommentAdded{CommentAdded: &pb.DocumentAdded{Project: 1, Id: "c9", Root: "report"}}},
		{Body: &pb.Event_CommentEdited{CommentEdited: editDoc("c1")}},
		{Body: &pb.Event_CommentDeleted{CommentDeleted: removeDoc("c1")}},

		{Body: &pb.Event_UserSettingsSet{UserSettingsSet: &pb.DocumentEdited{Id: "root", SetJson: []byte(`{"save_code":true}`)}}},
		{Body: &pb.Event_ProjectSettingsSet{ProjectSettingsSet: editDoc("project")}},

		{Body: &pb.Event_ActionUndone{ActionUndone: &pb.ActionUndone{Offset: 1, User: 2, Scope: "1", Changes: []*pb.Change{
			{Kind: "run", Project: 1, Ids: []string{"1"}, FromJson: []byte(`{"deleted":false,"tags":["old"]}`), ToJson: []byte(`{"deleted":true,"tags":[]}`)},
			{Kind: "section", Project: 1, Ids: []string{"s1", "s2"}, FromJson: []byte(`{"deleted":false}`), ToJson: []byte(`{"deleted":true}`)},
			{Kind: "workspace", Project: 1, Ids: []string{"user-root"}, FromJson: []byte(`{}`), ToJson: []byte(`{"deleted":false,"order":"V","parent":"","root":"","x":1}`)},
		}}}},
	}
}

func editDoc(id string) *pb.DocumentEdited {
	return &pb.DocumentEdited{Project: 1, Id: id, SetJson: []byte(`{"a":{"b":[1e400]}}`), Removed: []string{"gone"}}
}

func removeDoc(id string) *pb.DocumentDeleted { return &pb.DocumentDeleted{Project: 1, Id: id} }

// loginEnds is when the address of furnished ends.
var loginEnds = time.Date(2026, 1, 2, 4, 0, 0, 0, time.UTC)

// furnished is a state with users ann and root (an administrator), a key of ann's, a
// project ann/p and in it the run r, number 1.
func furnished(t testing.TB) (f *fold, root *pb.Actor, key string) {
	f = newFold(t)
	ann, root := f.user("ann", false), f.user("root", true)
	f.user("bob", false)
	f.ok(ann, createProject("ann", "p"))
	f.ok(ann, createProject("ann", "trash"))
	f.ok(ann, createProject("ann", "target"))
	f.ok(ann, createRun("ann", "p", "r"))
	f.ok(ann, createRun("ann", "p", "gone"))
	login := HashKey("login")
	for _, e := range []*pb.Event{
		{Body: &pb.Event_ProjectDeleted{ProjectDeleted: &pb.ProjectDeleted{Project: 2}}},
		{Body: &pb.Event_RunDeleted{RunDeleted: &pb.RunDeleted{Run: 2}}},
		{Body: &pb.Event_RunTagsSet{RunTagsSet: &pb.RunTagsSet{Run: 1, Tags: []string{"old"}}}},
		{Body: &pb.Event_TeamCreated{TeamCreated: &pb.TeamCreated{Name: "crew", Members: []*pb.TeamMember{{User: "bob", Role: "viewer"}}}}},
		{Body: &pb.Event_ProjectAccessGranted{ProjectAccessGranted: &pb.ProjectAccessGranted{Project: 1, User: "bob", Role: "viewer"}}},
		{Body: &pb.Event_UserLoginIssued{UserLoginIssued: &pb.UserLoginIssued{Name: "ann", Hash: login[:], ExpiresUs: loginEnds.UnixMicro()}}},
		{Body: &pb.Event_WorkspaceCreated{WorkspaceCreated: &pb.DocumentAdded{Project: 1, Id: "view"}}},
		{Body: &pb.Event_SectionAdded{SectionAdded: &pb.DocumentAdded{Project: 1, Id: "s1", Root: "view"}}},
		{Body: &pb.Event_SectionAdded{SectionAdded: &pb.DocumentAdded{Project: 1, Id: "s2", Root: "view"}}},
		{Body: &pb.Event_PanelAdded{PanelAdded: &pb.DocumentAdded{Project: 1, Id: "p1", Root: "view", Parent: "s1"}}},
		{Body: &pb.Event_ReportCreated{ReportCreated: &pb.DocumentAdded{Project: 1, Id: "report"}}},
		{Body: &pb.Event_BlockAdded{BlockAdded: &pb.DocumentAdded{Project: 1, Id: "b1", Root: "report"}}},
		{Body: &pb.Event_BlockAdded{BlockAdded: &pb.DocumentAdded{Project: 1, Id: "b2", Root: "report"}}},
		{Body: &pb.Event_CommentAdded{CommentAdded: &pb.DocumentAdded{Project: 1, Id: "c1", Root: "report"}}},
		{Body: &pb.Event_ReportShared{ReportShared: &pb.DocumentAdded{Project: 1, Id: "link", Root: "report"}}},
	} {
		f.ok(ann, e)
	}
	f.ok(root, &pb.Event{Body: &pb.Event_KeyCreated{KeyCreated: NewKey("ann", "", NewAPIKey())}})
	return f, root, f.Keys(1)[0].ID
}

func TestRehearsalsForetellAndChangeNothing(t *testing.T) {
	_, _, key := furnished(t)
	tested := map[string]bool{"server.initialized.v1": true, "rules.raised.v1": true, "run.undeleted.v1": true,
		"action.scrubbed.v1": true} // scrub_test.go
	every := func(key string) []*pb.Event { return append(everyAction(key), everyOtherAction()...) }
	for i := range every(key) {
		f, root, key := furnished(t)
		e := every(key)[i]
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
