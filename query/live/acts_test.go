package live

import (
	"fmt"
	"net/http"
	"testing"

	"runledger/catalog"
	"runledger/event/pb"
)

func TestBatchesMovesAndDocumentsAreTold(t *testing.T) {
	r := newRig(t, Options{})
	from, to := r.project("boss", "p"), r.project("boss", "q")
	a, b := r.run("boss", "p", "a"), r.run("boss", "p", "b")
	p, q := listen(t, r.url+"/api/v1/projects/boss/p/live", bossKey, "").begin(), listen(t, r.url+"/api/v1/projects/boss/q/live", bossKey, "").begin()
	both := []uint64{uint64(a), uint64(b)}
	r.do(&pb.Event{Body: &pb.Event_RunsTagged{RunsTagged: &pb.RunsTagged{Runs: both, Added: []string{"x"}}}})
	p.told("runs.tagged.v1", "run:a", "run:b")
	r.board.AdvanceActions(r.catalog.Next())
	p.told("rows:a", "rows:b")
	r.do(&pb.Event{Body: &pb.Event_RunsMoved{RunsMoved: &pb.RunsMoved{Runs: both[:1], Project: uint32(to)}}})
	p.told("runs.moved.v1", "run:a")
	q.told("runs.moved.v1", "run:a")
	r.do(&pb.Event{Body: &pb.Event_WorkspaceCreated{WorkspaceCreated: &pb.DocumentAdded{Project: uint32(from), Id: "w1"}}})
	if all := p.told("workspace:w1", "workspace.created.v1"); all["run:a"] {
		t.Error(all)
	}
	r.do(&pb.Event{Body: &pb.Event_ProjectDescriptionSet{ProjectDescriptionSet: &pb.ProjectDescriptionSet{Project: uint32(to), Description: "new"}}})
	if all := q.told("project:q"); all["workspace:w1"] {
		t.Error(all)
	}
}

// TestAProjectThatGoesOutOfSight: made private, put into the trash, a member removed.
func TestAProjectThatGoesOutOfSight(t *testing.T) {
	r := newRig(t, Options{})
	r.user("ann", annKey)
	ends := map[string]func(catalog.ProjectNo, string) *pb.Event{
		"private": func(p catalog.ProjectNo, _ string) *pb.Event {
			return &pb.Event{Body: &pb.Event_ProjectPrivacySet{ProjectPrivacySet: &pb.ProjectPrivacySet{Project: uint32(p), View: "invited", Submit: "invited"}}}
		},
		"trash": func(p catalog.ProjectNo, _ string) *pb.Event {
			return &pb.Event{Body: &pb.Event_ProjectDeleted{ProjectDeleted: &pb.ProjectDeleted{Project: uint32(p)}}}
		},
		"team": func(_ catalog.ProjectNo, team string) *pb.Event {
			return &pb.Event{Body: &pb.Event_TeamMemberRemoved{TeamMemberRemoved: &pb.TeamMemberRemoved{Team: team, User: "ann"}}}
		},
	}
	n := 0
	for name, end := range ends {
		r.do(&pb.Event{Body: &pb.Event_TeamCreated{TeamCreated: &pb.TeamCreated{Name: "t" + name}}})
		r.do(&pb.Event{Body: &pb.Event_TeamMemberAdded{TeamMemberAdded: &pb.TeamMemberAdded{Team: "t" + name, User: "ann", Role: "member"}}})
		p := r.project("t"+name, "p")
		r.do(&pb.Event{Body: &pb.Event_ProjectPrivacySet{ProjectPrivacySet: &pb.ProjectPrivacySet{Project: uint32(p), View: "members", Submit: "members"}}})
		url := fmt.Sprintf("%s/api/v1/projects/t%s/p/live", r.url, name)
		l := listen(t, url, annKey, "").begin()
		r.run("t"+name, "p", "a")
		l.told("run:a")
		r.do(end(p, "t"+name))
		if g, ok := l.next(); ok {
			t.Errorf("%s: told after it went out of sight: %+v", name, g)
		}
		n++
		r.ended(endAccess, n)
		if resp, _ := request(t, url, annKey, l.last); resp.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d when it comes back", name, resp.StatusCode)
		}
	}
}

// TestARenamedProjectGoesOn: the stream belongs to the project, not to its name.
func TestARenamedProjectGoesOn(t *testing.T) {
	r := newRig(t, Options{})
	p := r.project("boss", "p")
	l := listen(t, r.url+"/api/v1/projects/boss/p/live", bossKey, "").begin()
	r.do(&pb.Event{Body: &pb.Event_ProjectRenamed{ProjectRenamed: &pb.ProjectRenamed{Project: uint32(p), Name: "new"}}})
	l.told("project:new")
	r.run("boss", "new", "a")
	l.told("run:a")
}

// TestASessionThatEndsEndsItsStreams: signing out everywhere, for one that came by cookie.
func TestASessionThatEndsEndsItsStreams(t *testing.T) {
	r := newRig(t, Options{})
	r.user("ann", annKey)
	r.project("ann", "p")
	var cookie *http.Cookie
	r.catalog.View(func(s *catalog.State) {
		u := s.UserByName("ann")
		cookie, _ = r.cookies.Issue(uint32(u.No), u.Sessions, s.LogID())
	})
	url := r.url + "/api/v1/projects/ann/p/live"
	l := listen(t, url, cookie.Name+"="+cookie.Value, "").begin()
	byKey := listen(t, url, annKey, "").begin()
	r.run("ann", "p", "a")
	l.told("run:a")
	r.do(&pb.Event{Body: &pb.Event_UserSignedOut{UserSignedOut: &pb.UserSignedOut{Name: "ann"}}})
	if g, ok := l.next(); ok {
		t.Errorf("told after the sign-out: %+v", g)
	}
	r.ended(endAccess, 1)
	r.run("ann", "p", "b")
	byKey.told("run:b")
}
