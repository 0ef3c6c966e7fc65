package ingest

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"

	"runledger/catalog"
	"runledger/event/pb"
	ingestpb "runledger/ingest/pb"
)

// person makes a user and returns the key.
func (b *bench) person(t testing.TB, name string) string {
	t.Helper()
	key := strings.Repeat("k", 40) + "-" + name
	b.act(t, "", &pb.Event{Body: &pb.Event_UserCreated{UserCreated: &pb.UserCreated{Name: name, Key: catalog.NewKey("", "", key)}}})
	return key
}

// act commands as the user, or as the program itself.
func (b *bench) act(t testing.TB, user string, events ...*pb.Event) {
	t.Helper()
	for _, e := range events {
		e.Actor = catalog.System()
		if user != "" {
			b.catalog.View(func(s *catalog.State) {
				e.Actor = catalog.Principal{User: s.UserByName(user)}.Actor(pb.Actor_KIND_USER)
			})
		}
	}
	verdicts, _, err := b.catalog.Do(within(t), events...)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range verdicts {
		if !v.OK() {
			t.Fatal(v)
		}
	}
}

func (b *bench) project(t testing.TB, entity, name string) (out *catalog.Project) {
	t.Helper()
	b.catalog.View(func(s *catalog.State) { out = s.Project(entity, name) })
	if out == nil {
		t.Fatalf("there's no project %s/%s", entity, name)
	}
	return out
}

// as is lines by somebody else.
func (s *server) as(t testing.TB, key string, lines ...string) answer {
	t.Helper()
	return s.post(t, "application/x-ndjson", strings.NewReader(strings.Join(lines, "\n")), "Authorization", "Bearer "+key)
}

const team = "lab"

// aTeam has ann (admin), max (member) and vera (viewer).
func (s *server) aTeam(t testing.TB) (ann, max, vera string) {
	t.Helper()
	ann, max, vera = s.person(t, "ann"), s.person(t, "max"), s.person(t, "vera")
	s.act(t, "ann", &pb.Event{Body: &pb.Event_TeamCreated{TeamCreated: &pb.TeamCreated{Name: team, Members: []*pb.TeamMember{
		{User: "max", Role: "member"}, {User: "vera", Role: "viewer"}}}}})
	return ann, max, vera
}

func rename(no catalog.ProjectNo, name string) *pb.Event {
	return &pb.Event{Body: &pb.Event_ProjectRenamed{ProjectRenamed: &pb.ProjectRenamed{Project: uint32(no), Name: name}}}
}

func TestReq_OV_2_LinesUnderAnEarlierNameLandInTheProject(t *testing.T) {
	s := newServer(t, Limits{})
	s.lines(t, good)
	p := s.project(t, "root", "p")
	s.act(t, "root", rename(p.No, "q"))
	old, now := `{"project":"root/p","run":"r","step":2,"metrics":{"loss":0.25}}`, `{"project":"root/q","run":"r","step":3,"metrics":{"loss":0.125}}`
	if a := s.lines(t, old, `{"project":"root/p","run":"new"}`); a.status != 202 || a.Accepted != 2 {
		t.Fatalf("%+v", a)
	}
	// Both names in one numbered batch, twice: each line counts once.
	for range 2 {
		a := s.post(t, "application/x-ndjson", strings.NewReader(strings.Replace(old, `"step":2`, `"step":4`, 1)+"\n"+now),
			"X-Runledger-Writer", "w", "X-Runledger-Seq", "7")
		if a.status != 202 || a.Accepted != 2 {
			t.Fatalf("%+v", a)
		}
	}
	steps, origins := map[int64]int{}, map[string]bool{}
	for _, e := range s.all(t) {
		for _, step := range e.GetRunPoints().GetSteps() {
			steps[step]++
			origins[e.Origin.String()] = true
		}
	}
	if len(steps) != 4 || len(origins) != 4 { // 1, 2, and two of the batch, whose repetition has the same
		t.Errorf("steps %v, origins %v", steps, origins)
	}
	s.catalog.View(func(st *catalog.State) {
		n := 0
		for range st.Projects() {
			n++
		}
		all, _ := st.CountRuns(p.No)
		if n != 1 || all != 2 {
			t.Errorf("%d projects, %d runs", n, all)
		}
	})
	// Another project that takes the old name gets what comes under it from then on.
	s.act(t, "root", &pb.Event{Body: &pb.Event_ProjectCreated{ProjectCreated: &pb.ProjectCreated{Entity: "root", Name: "p"}}})
	s.lines(t, `{"project":"root/p","run":"elsewhere"}`)
	s.catalog.View(func(st *catalog.State) {
		if r := st.Run(st.Project("root", "p").No, "elsewhere"); r == nil {
			t.Error("the earlier name is taken")
		}
	})
}

func TestReq_DF_2_NoEntityIsTheDefaultOne(t *testing.T) {
	s := newServer(t, Limits{})
	_, max, _ := s.aTeam(t)
	if a := s.as(t, max, `{"project":"first","run":"r"}`); a.status != 202 {
		t.Fatalf("%+v", a)
	}
	s.project(t, "max", "first")
	s.act(t, "max", settings("max", `{"default_entity":"lab"}`))
	if a := s.as(t, max, `{"project":"second","run":"r"}`, `{"project":"lab/second","run":"r","step":1,"metrics":{"x":1}}`); a.status != 202 || a.Accepted != 2 {
		t.Fatalf("%+v", a)
	}
	s.project(t, team, "second")
	// Who isn't in the team any more logs to the own entity.
	s.act(t, "ann", &pb.Event{Body: &pb.Event_TeamMemberRemoved{TeamMemberRemoved: &pb.TeamMemberRemoved{Team: team, User: "max"}}})
	if a := s.as(t, max, `{"project":"third","run":"r"}`); a.status != 202 {
		t.Fatalf("%+v", a)
	}
	s.project(t, "max", "third")
}

func settings(user, set string) *pb.Event {
	return &pb.Event{Body: &pb.Event_UserSettingsSet{UserSettingsSet: &pb.DocumentEdited{Id: user, SetJson: []byte(set)}}}
}

// What each of several people gets when logging, by what the project lets them.
func TestReq_DF_5_LoggingAsksTheProject(t *testing.T) {
	s := newServer(t, Limits{})
	ann, max, vera := s.aTeam(t)
	out := s.person(t, "out")
	keys := map[string]string{"ann": ann, "max": max, "vera": vera, "out": out}
	for privacy, want := range map[string]map[string]int{
		"restricted": {"ann": 202, "max": 404, "vera": 404, "out": 404},
		"team":       {"ann": 202, "max": 202, "vera": 403, "out": 404},
		"public":     {"ann": 202, "max": 202, "vera": 403, "out": 403},
		"open":       {"ann": 202, "max": 202, "vera": 202, "out": 202},
	} {
		name := team + "/" + privacy
		if a := s.as(t, ann, `{"project":"`+name+`","run":"anns","privacy":"`+privacy+`"}`); a.status != 202 {
			t.Fatalf("%+v", a)
		}
		for who, status := range want {
			if a := s.as(t, keys[who], `{"project":"`+name+`","run":"of-`+who+`"}`); a.status != status {
				t.Errorf("%s logs to %s: %d, want %d: %s", who, name, a.status, status, a.Detail)
			}
			// Somebody else's run: members may go on with it, other submitters only with their own.
			other := status
			if status == 202 && (who == "vera" || who == "out") {
				other = 403
			}
			if a := s.as(t, keys[who], `{"project":"`+name+`","run":"anns","heartbeat":true}`); a.status != other {
				t.Errorf("%s goes on with ann's run of %s: %d, want %d: %s", who, name, a.status, other, a.Detail)
			}
		}
	}
	missing := s.as(t, out, `{"project":"lab/nothing","run":"r"}`)
	hidden := s.as(t, out, `{"project":"lab/restricted","run":"r"}`)
	if missing.status != 404 || strings.ReplaceAll(missing.Detail, "nothing", "restricted") != hidden.Detail {
		t.Errorf("%q tells more than %q", hidden.Detail, missing.Detail)
	}
	if a := s.as(t, vera, `{"project":"lab/new","run":"r"}`); a.status != 404 {
		t.Errorf("a viewer creates a project: %+v", a)
	}
}

func TestLoggingEndsWithAccess(t *testing.T) {
	s := newServer(t, Limits{})
	ann, max, _ := s.aTeam(t)
	line := `{"project":"lab/p","run":"r","heartbeat":true}`
	ok := func(key string, status int, code string) {
		t.Helper()
		a := s.as(t, key, line)
		if a.status != status || len(a.Rejected) > 0 && a.Rejected[0].Code != code {
			t.Errorf("%+v", a)
		}
	}
	ok(max, 202, "")
	p := s.project(t, team, "p")
	s.act(t, "ann", &pb.Event{Body: &pb.Event_ProjectDeleted{ProjectDeleted: &pb.ProjectDeleted{Project: uint32(p.No)}}})
	ok(max, 422, catalog.CodeDeleted)
	ok(s.person(t, "out"), 404, catalog.CodeNotFound)
	s.act(t, "ann", &pb.Event{Body: &pb.Event_ProjectUndeleted{ProjectUndeleted: &pb.ProjectUndeleted{Project: uint32(p.No)}}})
	ok(max, 202, "")
	s.act(t, "ann", &pb.Event{Body: &pb.Event_TeamMemberRemoved{TeamMemberRemoved: &pb.TeamMemberRemoved{Team: team, User: "max"}}})
	ok(max, 404, catalog.CodeNotFound)
	s.act(t, "", &pb.Event{Body: &pb.Event_UserDeleted{UserDeleted: &pb.UserDeleted{Name: "ann"}}})
	if a := s.as(t, ann, line); a.status != http.StatusUnauthorized {
		t.Errorf("%+v", a)
	}
}

func TestReq_WS_5_ALineIsToldToStop(t *testing.T) {
	s := newServer(t, Limits{})
	if a := s.lines(t, good); a.Stop != nil {
		t.Fatalf("%+v", a)
	}
	r := s.run(t, "root", "p", "r")
	s.act(t, "root", &pb.Event{Body: &pb.Event_RunStopRequested{RunStopRequested: &pb.RunStopRequested{Run: uint64(r.No)}}})
	a := s.lines(t, `{"project":"root/p","run":"r","heartbeat":true}`, `{"project":"root/p","run":"other"}`, `{"project":"p","run":"r","heartbeat":true}`)
	if a.status != 202 || len(a.Stop) != 1 || a.Stop[0] != "r" {
		t.Errorf("%+v", a)
	}
}

func (b *bench) run(t testing.TB, entity, project, id string) (out *catalog.Run) {
	t.Helper()
	b.catalog.View(func(s *catalog.State) {
		if p := s.Project(entity, project); p != nil {
			out = s.Run(p.No, id)
		}
	})
	if out == nil {
		t.Fatalf("there's no run %s of %s/%s", id, entity, project)
	}
	return out
}

func TestReq_DF_8_ALineBeatsTheSettings(t *testing.T) {
	s := newServer(t, Limits{})
	_, max, _ := s.aTeam(t)
	s.as(t, max, `{"project":"p","run":"off"}`, `{"project":"p","run":"on","save_code":true}`)
	s.act(t, "max", settings("max", `{"save_code":true,"default_entity":"lab"}`))
	s.as(t, max, `{"project":"max/p","run":"by-setting"}`, `{"project":"max/p","run":"not","save_code":false}`,
		`{"project":"max/shared","run":"r","privacy":"everyone/invited"}`)
	for id, want := range map[string]bool{"off": false, "on": true, "by-setting": true, "not": false} {
		if r := s.run(t, "max", "p", id); r.SaveCode != want {
			t.Errorf("%s: %v", id, r.SaveCode)
		}
	}
	if p := s.project(t, "max", "shared"); p.View != catalog.Everyone || p.Submit != catalog.Invited {
		t.Errorf("%v %v", p.View, p.Submit)
	}
}

func TestWhatARunIsToBeLike(t *testing.T) {
	s := newServer(t, Limits{})
	s.lines(t, `{"project":"root/p","run":"lines","group":"g","job_type":"eval","parent":"mother","command":"python a.py --x 1","commit":"abc","save_code":true}`)
	body, err := proto.Marshal(&ingestpb.IngestRequest{Runs: []*ingestpb.RunBatch{{Project: "root/p", Run: "columns", Group: "g", JobType: "eval",
		Parent: "mother", Command: "python a.py --x 1", Commit: "abc", SaveCode: proto.Bool(true), Privacy: "open"}}})
	if err != nil {
		t.Fatal(err)
	}
	if a := s.post(t, "application/x-protobuf", bytes.NewReader(body)); a.status != 202 {
		t.Fatalf("%+v", a)
	}
	want := catalog.Attributes{Group: "g", JobType: "eval", Parent: "mother", Command: "python a.py --x 1", Commit: "abc"}
	for _, id := range []string{"lines", "columns"} {
		if r := s.run(t, "root", "p", id); r.Attributes != want || !r.SaveCode {
			t.Errorf("%s: %+v", id, r)
		}
	}
	if p := s.project(t, "root", "p"); p.View == catalog.Everyone {
		t.Error("a line changes the privacy of a project that is there")
	}
}
