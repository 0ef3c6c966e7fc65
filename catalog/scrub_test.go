package catalog

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"
	"pgregory.net/rapid"

	"runledger/event"
	"runledger/event/pb"
	"runledger/eventlog"
)

// scrubbedEvents are a log with markers in it.
func scrubbedEvents() []*pb.Event {
	user := func(e *pb.Event) *pb.Event {
		e.Actor = &pb.Actor{Kind: pb.Actor_KIND_USER, User: 1, Name: "whoever"}
		return e
	}
	marker := func(b *pb.ActionScrubbed) *pb.Event {
		return user(&pb.Event{Body: &pb.Event_ActionScrubbed{ActionScrubbed: b}})
	}
	return []*pb.Event{
		withSystem(&pb.Event{Body: &pb.Event_ServerInitialized{ServerInitialized: &pb.ServerInitialized{LogId: "golden", TelemetryPartitions: 4, Rules: 1}}}),
		withSystem(createUser("ann", false, "")),
		user(createProject("ann", "p")),
		marker(&pb.ActionScrubbed{Type: "run.created.v1", Outcome: 1, Project: 1, Run: 1, Stacked: true, Scope: "1", Runs: []*pb.ScrubbedRuns{{Runs: []uint64{1}, Project: 1, Home: 1, User: 1}}}),
		user(createRun("ann", "p", "r2")),
		marker(&pb.ActionScrubbed{Type: "run.config_edited.v1", Outcome: 1, Project: 1, Run: 1, Stacked: true, Scope: "1",
			Runs: []*pb.ScrubbedRuns{{Runs: []uint64{1}, Project: 1, Home: 1, User: 1, ConfigEdited: true}}}),
		marker(&pb.ActionScrubbed{Type: "runs.tagged.v1", Outcome: 1, Project: 1, Stacked: true, Scope: "1",
			Changes: []*pb.Change{{Kind: "run", Project: 1, Ids: []string{"2"}, FromJson: []byte(`{"tags":[]}`), ToJson: []byte(`{"tags":["t"]}`)}},
			Runs:    []*pb.ScrubbedRuns{{Runs: []uint64{1}, Project: 1, Home: 1, User: 1, ConfigEdited: true}}}),
		marker(&pb.ActionScrubbed{Type: "run.renamed.v1", Outcome: 3, Code: CodeInvalid, Project: 1, Run: 1}),
		marker(&pb.ActionScrubbed{Type: "run.renamed.v1", Outcome: 2, Project: 1, Run: 1}),
		marker(&pb.ActionScrubbed{Type: "action.undone.v1", Outcome: 1, Project: 1, Stacked: true, Undone: &pb.ActionUndone{Offset: 6, User: 1, Scope: "1"},
			Changes: []*pb.Change{{Kind: "run", Project: 1, Ids: []string{"2"}, FromJson: []byte(`{"tags":["t"]}`), ToJson: []byte(`{"tags":[]}`)}},
			Runs:    []*pb.ScrubbedRuns{{Runs: []uint64{1}, Project: 1, Home: 1, User: 1, ConfigEdited: true}}}),
		user(&pb.Event{Body: &pb.Event_RunsDeleted{RunsDeleted: &pb.RunsDeleted{Runs: []uint64{1}}}}),
		user(&pb.Event{Body: &pb.Event_RunsPurged{RunsPurged: &pb.RunsPurged{Runs: []uint64{1}}}}),
		marker(&pb.ActionScrubbed{Type: "project.description_set.v1", Outcome: 1, Project: 1, Projects: []uint32{1}}),
	}
}

// scrubbed returns a log as a scrub leaves it.
func scrubbed(t *rapid.T, log []eventlog.Stored) []eventlog.Stored {
	end := NewState()
	for _, stored := range log {
		end.Apply(Decode(stored))
	}
	s := NewScrubber(end)
	out := make([]eventlog.Stored, len(log))
	for i, stored := range log {
		r, err := s.Next(stored)
		if err != nil {
			t.Fatalf("offset %d: %v", i, err)
		}
		if out[i] = stored; r != nil {
			out[i].Record = *r
		}
	}
	return out
}

// lifeOfRuns draws an action on few runs, projects and documents, of which many are
// purged: every text is "planted-N", of the run or project N that it is of.
func lifeOfRuns(t *rapid.T, s *State) *pb.Event {
	nos := func(most int) []uint64 {
		list := []uint64{}
		for range rapid.IntRange(1, most).Draw(t, "runs") {
			list = append(list, uint64(rapid.IntRange(1, max(1, len(s.runs))).Draw(t, "run")))
		}
		return list
	}
	run := func() uint64 { return nos(1)[0] }
	project := func() uint32 { return uint32(rapid.IntRange(1, max(1, len(s.projects))).Draw(t, "project")) }
	word := func(no uint64) string {
		return fmt.Sprintf("planted-run-%d-%d", no, rapid.IntRange(0, 1).Draw(t, "word"))
	}
	e := &pb.Event{Actor: &pb.Actor{Kind: pb.Actor_KIND_USER, User: uint32(rapid.SampledFrom([]int{1, 1, 1, 2}).Draw(t, "actor"))}}
	if rapid.IntRange(0, 15).Draw(t, "careful") == 0 {
		e.Expect = s.next - uint64(rapid.IntRange(0, 3).Draw(t, "expect"))
	}
	if rapid.IntRange(0, 5).Draw(t, "idempotent") == 0 {
		e.IdempotencyKey = rapid.SampledFrom([]string{"i", "j"}).Draw(t, "key")
	}
	no := run()
	switch rapid.IntRange(0, 22).Draw(t, "type") {
	case 0, 1, 2, 3:
		p := s.ProjectByNo(ProjectNo(project()))
		name := "p0"
		if p != nil && !p.Purged {
			name = p.Name
		}
		e.Body = &pb.Event_RunCreated{RunCreated: &pb.RunCreated{Entity: "u0", Project: name, IfAbsent: rapid.Bool().Draw(t, "absent"),
			RunId: fmt.Sprintf("r%d", rapid.IntRange(0, 3).Draw(t, "id")), Notes: fmt.Sprintf("planted-run-%d-0", len(s.runs)+1)}}
	case 4:
		e.Body = &pb.Event_RunRenamed{RunRenamed: &pb.RunRenamed{Run: no, DisplayName: word(no)}}
	case 5:
		e.Body = &pb.Event_RunConfigEdited{RunConfigEdited: &pb.RunConfigEdited{Run: no, SetJson: []byte(`{"a":"` + word(no) + `"}`)}}
	case 6:
		e.Body = &pb.Event_RunEdited{RunEdited: &pb.RunEdited{Run: no, Notes: proto.String(word(no)), StopWithdrawn: true,
			Summary: &pb.LayerEdit{SetJson: []byte(`{"b":"` + word(no) + `"}`)}}}
	case 7:
		e.Body = &pb.Event_RunDeleted{RunDeleted: &pb.RunDeleted{Run: no}}
	case 8:
		e.Body = &pb.Event_RunUndeleted{RunUndeleted: &pb.RunUndeleted{Run: no}}
	case 9, 10:
		e.Body = &pb.Event_RunsDeleted{RunsDeleted: &pb.RunsDeleted{Runs: nos(4)}}
	case 11:
		e.Body = &pb.Event_RunsTagged{RunsTagged: &pb.RunsTagged{Runs: nos(3), Added: []string{"shared"}}}
	case 12:
		e.Body = &pb.Event_RunsStopRequested{RunsStopRequested: &pb.RunsStopRequested{Runs: nos(3)}}
	case 13:
		e.Body = &pb.Event_RunsMoved{RunsMoved: &pb.RunsMoved{Runs: nos(2), Project: project()}}
	case 14, 15:
		e.Body = &pb.Event_RunsPurged{RunsPurged: &pb.RunsPurged{Runs: inTrash(s, nos(1))}}
	case 16:
		e.Body = &pb.Event_ProjectCreated{ProjectCreated: &pb.ProjectCreated{Entity: "u0", Name: fmt.Sprintf("p%d", rapid.IntRange(0, 2).Draw(t, "name")),
			IfAbsent: rapid.Bool().Draw(t, "absent"), Description: fmt.Sprintf("planted-project-%d", len(s.projects)+1)}}
	case 17:
		e.Body = &pb.Event_ProjectDeleted{ProjectDeleted: &pb.ProjectDeleted{Project: project()}}
	case 18:
		p := project()
		e.Body = &pb.Event_ProjectEdited{ProjectEdited: &pb.ProjectEdited{Project: p,
			Name: proto.String(fmt.Sprintf("p%d", rapid.IntRange(0, 2).Draw(t, "name"))), Description: proto.String(fmt.Sprintf("planted-project-%d", p))}}
	case 19:
		e.Body = &pb.Event_ProjectPurged{ProjectPurged: &pb.ProjectPurged{Project: project()}}
	case 20:
		p := project()
		e.Body = &pb.Event_ReportCreated{ReportCreated: &pb.DocumentAdded{Project: p, Id: fmt.Sprintf("d%d", rapid.IntRange(0, 2).Draw(t, "doc")),
			FieldsJson: fmt.Appendf(nil, `{"title":"planted-project-%d"}`, p)}}
	case 21:
		p := project()
		e.Body = &pb.Event_ReportRenamed{ReportRenamed: &pb.DocumentEdited{Project: p, Id: fmt.Sprintf("d%d", rapid.IntRange(0, 2).Draw(t, "doc")),
			SetJson: fmt.Appendf(nil, `{"title":"planted-project-%d %d"}`, p, rapid.IntRange(0, 1).Draw(t, "word"))}}
	case 22:
		e.Body = nil // an undo: of what, the caller knows
	}
	return e
}

// inTrash returns a run that can be purged, else those given.
func inTrash(s *State, otherwise []uint64) []uint64 {
	for _, r := range s.runs {
		if r.Deleted && !r.Purged {
			return []uint64{uint64(r.No)}
		}
	}
	return otherwise
}

// randomLives draws a log of such actions, with undos in it.
func randomLives(t *rapid.T) []eventlog.Stored {
	at := time.Unix(1e9, 0)
	s := NewState()
	var log []eventlog.Stored
	type done struct {
		offset uint64
		e      *pb.Event
		v      Verdict
		scope  string
	}
	var undoable []done
	add := func(e *pb.Event) {
		at = at.Add(time.Duration(rapid.SampledFrom([]int{1, 1, 40000}).Draw(t, "pause")) * time.Second)
		e.Id = binary.BigEndian.AppendUint64(make([]byte, 8), uint64(len(log)+1))
		if err := event.Stamp(e, at); err != nil {
			t.Fatal(err)
		}
		value, err := event.Encode(e)
		if err != nil {
			t.Fatal(err)
		}
		for range rapid.SampledFrom([]int{1, 1, 1, 2}).Draw(t, "copies") {
			stored := eventlog.Stored{Offset: uint64(len(log)), At: at, Record: eventlog.Record{Value: value}}
			v := s.Apply(Decode(stored))
			if v.Outcome == Accepted && len(v.Changes) > 0 {
				d := done{offset: stored.Offset, e: e, v: v}
				if u := e.GetActionUndone(); u != nil {
					d.scope = u.Scope
				} else {
					d.scope = s.ScopeOf(e, v.Changes)
				}
				undoable = append(undoable, d)
			}
			log = append(log, stored)
		}
	}
	add(withSystem(&pb.Event{Body: &pb.Event_ServerInitialized{ServerInitialized: &pb.ServerInitialized{LogId: "l", TelemetryPartitions: 4, Rules: 1}}}))
	add(withSystem(createUser("u0", true, "")))
	add(withSystem(createUser("u1", false, "")))
	add(withSystem(createProject("u0", "p0")))
	add(withSystem(createProject("u0", "p1")))
	for range rapid.IntRange(1, 60).Draw(t, "actions") {
		e := lifeOfRuns(t, s)
		if e.Body == nil {
			if len(undoable) == 0 {
				continue
			}
			d := undoable[rapid.IntRange(max(0, len(undoable)-4), len(undoable)-1).Draw(t, "undone")]
			e.Body = &pb.Event_ActionUndone{ActionUndone: &pb.ActionUndone{Offset: d.offset, Redo: d.e.GetActionUndone() != nil,
				User: d.e.Actor.User, Scope: d.scope, Changes: Reversed(d.v.Changes)}}
		}
		add(e)
	}
	return log
}

// A fold of a scrubbed log comes to the same state, says the same on each action, and
// nothing is left of the words; also if only the end of the log is scrubbed, or if the
// scrubbed log is scrubbed again.
func TestAScrubbedLogFoldsAlike(t *testing.T) {
	replaced, purged := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		log := randomLives(t)
		after := scrubbed(t, log)
		a, b := NewState(), NewState()
		var verdicts []Verdict
		for i := range log {
			va, vb := a.Apply(Decode(log[i])), b.Apply(Decode(after[i]))
			if va.Outcome != vb.Outcome || va.Code != vb.Code || va.User != vb.User || va.Project != vb.Project || va.Run != vb.Run {
				t.Fatalf("offset %d, %s: %+v and, scrubbed, %+v", i, Decode(log[i]).Event.Type, va, vb)
			}
			if !bytes.Equal(log[i].Value, after[i].Value) {
				replaced++
			}
			verdicts = append(verdicts, va)
		}
		if a.Hash() != b.Hash() {
			t.Fatal("the scrubbed log folds to another state")
		}
		for _, r := range a.runs {
			if r.Purged {
				purged++
				expectNone(t, after, fmt.Sprintf("planted-run-%d-", r.No), func(i int) bool { return verdicts[i].Run != r.No })
			}
		}
		for _, p := range a.projects {
			if p.Purged {
				expectNone(t, after, fmt.Sprintf("planted-project-%d", p.No), func(i int) bool { return verdicts[i].Project != p.No })
			}
		}
		again := scrubbed(t, after)
		for i := range after {
			if !bytes.Equal(again[i].Value, after[i].Value) {
				t.Fatalf("offset %d changes when it is scrubbed again", i)
			}
		}
	})
	if replaced == 0 || purged == 0 {
		t.Errorf("%d records replaced, %d runs purged: the test is blind", replaced, purged)
	}
	t.Logf("%d records replaced, %d purged runs", replaced, purged)
}

// expectNone looks for a word. What a run or project would have been, but never became,
// isn't gone with it.
func expectNone(t *rapid.T, log []eventlog.Stored, word string, other func(int) bool) {
	for i, r := range log {
		if e := Decode(r).Event; other(i) && (e.GetRunCreated() != nil || e.GetProjectCreated() != nil) {
			continue
		}
		if at := bytes.Index(r.Value, []byte(word)); at >= 0 {
			if next := r.Value[at+len(word)]; next >= '0' && next <= '9' && word[len(word)-1] != '-' {
				continue // another one's
			}
			t.Fatalf("offset %d, %s, still has %q", i, Decode(r).Event.GetType(), word)
		}
	}
}
