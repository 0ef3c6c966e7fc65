package live

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"testing"
	"time"

	"runledger/catalog"
	"runledger/event/pb"
	"runledger/internal/position"
	"runledger/internal/progress"
)

func TestWhatChangedIsTold(t *testing.T) {
	r := newRig(t, Options{})
	r.project("boss", "p")
	r.project("boss", "other")
	l := listen(t, r.url+"/api/v1/projects/boss/p/live", bossKey, "").begin()
	a, b := r.run("boss", "p", "a"), r.run("boss", "other", "b")
	all := l.told("run:a", "run.created.v1")
	r.tables(progress.Points, a, b)
	all = l.told("runs:a")
	if all["rows:a"] || all["runs:b"] {
		t.Error(all)
	}
	r.tables(progress.Runs, a, b)
	l.told("rows:a")
	r.rename(a, "new")
	if all = l.told("run:a", "run.renamed.v1"); all["rows:a"] {
		t.Error("the row is told before the tables have it")
	}
	r.board.AdvanceActions(r.catalog.Next())
	if all = l.told("rows:a"); all["runs:b"] || all["run:b"] {
		t.Errorf("another project's: %v", all)
	}
}

func TestAnEventSaysItsPositionAndTheLatestActionOfAKind(t *testing.T) {
	r := newRig(t, Options{})
	r.project("boss", "p")
	a := r.run("boss", "p", "a")
	l := listen(t, r.url+"/api/v1/projects/boss/p/live", bossKey, "").begin()
	r.rename(a, "1")
	c := l.change()
	next := r.catalog.Next()
	if at, err := position.Parse(c.Position); err != nil || at.Actions != next || c.Kinds["run.renamed.v1"] != next-1 {
		t.Errorf("%+v: %v %v, the next action is %d", c, at, err, next)
	}
}

func TestGoingOn(t *testing.T) {
	r := newRig(t, Options{})
	r.project("boss", "p")
	a, b := r.run("boss", "p", "a"), r.run("boss", "p", "b")
	url := r.url + "/api/v1/projects/boss/p/live"
	l := listen(t, url, bossKey, "").begin()
	r.tables(progress.Points, a)
	l.told("runs:a")
	l.close()
	r.tables(progress.Points, b)
	r.rename(b, "new")
	l = listen(t, url, bossKey, l.last)
	if all := l.told("runs:b", "run:b"); all["runs:a"] {
		t.Errorf("told again: %v", all)
	}
	l.close()
	l = listen(t, url, bossKey, l.last).begin() // nothing new
	l.close()
	pos := position.Position{Actions: r.catalog.Next(), Telemetry: r.board.Reached(progress.Points).Telemetry}
	r.tables(progress.Points, a)
	l = listen(t, url+"?since="+pos.String(), bossKey, "")
	if all := l.told("runs:a"); all["runs:b"] {
		t.Errorf("before the position: %v", all)
	}
	for _, bad := range []string{"c.", "c.AAAA", "nonsense!", (reach{fold: 1 << 40}).cursor(7)} {
		listen(t, url, bossKey, bad).resync("unknown")
	}
}

func TestTenMinutes(t *testing.T) {
	r := newRig(t, Options{})
	r.project("boss", "p")
	a := r.run("boss", "p", "a")
	url := r.url + "/api/v1/projects/boss/p/live"
	l := listen(t, url, bossKey, "").begin()
	before := l.last
	r.tables(progress.Points, a)
	l.told("runs:a")
	r.pass(9 * time.Minute)
	again := listen(t, url, bossKey, before)
	again.told("runs:a")
	r.pass(time.Minute + time.Second)
	listen(t, url, bossKey, before).resync("expired")
	listen(t, url, bossKey, again.last).begin() // it missed nothing
	r.tables(progress.Points, a)
	l.told("runs:a") // as did who listened all the time
}

func TestManyRunsAreManyRuns(t *testing.T) {
	r := newRig(t, Options{})
	r.project("boss", "p")
	var runs []catalog.RunNo
	for i := range most + 1 {
		runs = append(runs, r.run("boss", "p", fmt.Sprint("r", i)))
	}
	r.board.AdvanceActions(r.catalog.Next())
	l := listen(t, r.url+"/api/v1/projects/boss/p/live", bossKey, "").begin()
	r.tables(progress.Points, runs[:most]...)
	if list, many := l.change().Runs.All(); len(list) != most || many {
		t.Errorf("%d runs, many %v", len(list), many)
	}
	r.tables(progress.Points, runs...)
	if c := l.change(); !slices.Contains(entries(c), "runs:many") {
		t.Errorf("%+v", c)
	}
}

func TestMissedChangesAreSaid(t *testing.T) {
	r := newRig(t, Options{Items: 50})
	r.project("boss", "p")
	a := r.run("boss", "p", "a")
	url := r.url + "/api/v1/projects/boss/p/live"
	l := listen(t, url, bossKey, "").begin()
	r.board.Advance(progress.Points, 0, 1000) // as after an announcement that was lost
	l.resync("missed")
	listen(t, url, bossKey, l.last).begin()
	r.next = map[int]uint64{0: 1000}
	r.tables(progress.Points, a)
	l.told("runs:a")
	before := l.last
	var runs []catalog.RunNo
	for i := range 60 {
		runs = append(runs, r.run("boss", "p", fmt.Sprint("r", i)))
	}
	r.tables(progress.Points, runs...)
	r.eventually(func() string {
		late := listen(t, url, bossKey, before)
		defer late.close()
		if g, ok := late.next(); !ok || g.name != "resync" {
			return fmt.Sprintf("more changed than is remembered, but %+v", g)
		}
		return ""
	})
	if n := r.hub.count(func() int { return r.hub.items })(); n > 50 {
		t.Errorf("%v things are remembered", n)
	}
}

func TestWhoMayNotSeeTheProject(t *testing.T) {
	r := newRig(t, Options{})
	r.user("ann", annKey)
	r.project("boss", "p")
	for _, path := range []string{"boss/p", "boss/none"} {
		if resp, _ := request(t, r.url+"/api/v1/projects/"+path+"/live", annKey, ""); resp.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d", path, resp.StatusCode)
		}
	}
	if resp, _ := request(t, r.url+"/api/v1/projects/boss/p/live", "x"+annKey, ""); resp.StatusCode != http.StatusUnauthorized {
		t.Errorf("bad key: %d", resp.StatusCode)
	}
}

func TestLosingAccessEndsTheStream(t *testing.T) {
	r := newRig(t, Options{})
	r.user("ann", annKey)
	r.project("ann", "p")
	url := r.url + "/api/v1/projects/ann/p/live"
	r.do(&pb.Event{Body: &pb.Event_KeyCreated{KeyCreated: catalog.NewKey("ann", "second", "s"+annKey[1:])}})
	byKey, byUser := listen(t, url, "s"+annKey[1:], "").begin(), listen(t, url, annKey, "").begin()
	boss := listen(t, url, bossKey, "").begin()
	var id string
	r.catalog.View(func(s *catalog.State) {
		for _, k := range s.Keys(s.UserByName("ann").No) {
			if k.Label == "second" {
				id = k.ID
			}
		}
	})
	r.do(&pb.Event{Body: &pb.Event_KeyRevoked{KeyRevoked: &pb.KeyRevoked{User: "ann", KeyId: id}}})
	start := time.Now()
	if g, ok := byKey.next(); ok {
		t.Errorf("an event after the key was revoked: %+v", g)
	}
	r.ended(endAccess, 1)
	t.Logf("ended %s after the key was revoked", time.Since(start).Round(time.Millisecond))
	a := r.run("ann", "p", "a")
	byUser.told("run:a")
	r.do(&pb.Event{Body: &pb.Event_UserDeleted{UserDeleted: &pb.UserDeleted{Name: "ann"}}})
	for {
		if _, ok := byUser.next(); !ok {
			break
		}
	}
	r.ended(endAccess, 2)
	r.rename(a, "still here")
	boss.told("run.renamed.v1")
}

func TestSlowReadersAreCutOff(t *testing.T) {
	r := newRig(t, Options{Patience: 200 * time.Millisecond, Pace: time.Microsecond})
	r.project("boss", "p")
	var runs []catalog.RunNo
	for i := range 500 {
		runs = append(runs, r.run("boss", "p", fmt.Sprintf("a-run-with-a-long-id-%060d", i)))
	}
	url := r.url + "/api/v1/projects/boss/p/live"
	listen(t, url, bossKey, "").begin() // and never reads again
	quick := listen(t, url, bossKey, "").begin()
	done := make(chan struct{})
	t.Cleanup(func() { quick.close(); <-done })
	go func() {
		defer close(done)
		for {
			if _, ok := quick.block(); !ok {
				return
			}
		}
	}()
	r.eventually(func() string {
		r.tables(progress.Points, runs...)
		if n := r.hub.count(func() int { return r.hub.all })(); n > 1 {
			return fmt.Sprintf("%v streams are open", n)
		}
		return ""
	})
	r.ended(endSlow, 1)
}

func TestLimits(t *testing.T) {
	r := newRig(t, Options{UserLimit: 2, Streams: 3})
	r.user("ann", annKey)
	r.project("ann", "p")
	url := r.url + "/api/v1/projects/ann/p/live"
	first := listen(t, url, annKey, "").begin()
	listen(t, url, annKey, "").begin()
	if resp, _ := request(t, url, annKey, ""); resp.StatusCode != http.StatusTooManyRequests || resp.Header.Get("Retry-After") == "" {
		t.Errorf("third of a user: %d", resp.StatusCode)
	}
	listen(t, url, bossKey, "").begin()
	if resp, _ := request(t, url, bossKey, ""); resp.StatusCode != http.StatusServiceUnavailable || resp.Header.Get("Retry-After") == "" {
		t.Errorf("fourth of all: %d", resp.StatusCode)
	}
	first.close()
	r.ended(endClient, 1)
	listen(t, url, annKey, "").begin()
}

func TestDrainEndsStreams(t *testing.T) {
	r := newRig(t, Options{})
	r.project("boss", "p")
	url := r.url + "/api/v1/projects/boss/p/live"
	l := listen(t, url, bossKey, "").begin()
	r.hub.Drain()
	if _, ok := l.next(); ok || l.lines.Err() != nil {
		t.Errorf("the stream goes on, or broke: %v", l.lines.Err())
	}
	resp, _ := request(t, url, bossKey, "")
	if text, _ := io.ReadAll(resp.Body); resp.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("%d %s", resp.StatusCode, text)
	}
}

func TestSignsOfLifeMoveThePlaceOn(t *testing.T) {
	r := newRig(t, Options{Heartbeat: 10 * time.Millisecond})
	r.project("boss", "p")
	r.project("boss", "other")
	l := listen(t, r.url+"/api/v1/projects/boss/p/live", bossKey, "").begin()
	before := l.last
	r.run("boss", "other", "x")
	for l.last == before {
		if g, ok := l.block(); !ok || g.name != "" {
			t.Fatalf("%+v %v", g, ok)
		}
	}
}
