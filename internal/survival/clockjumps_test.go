package survival

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"runledger/blob"
	"runledger/event/pb"
	"runledger/eventlog"
	cookie "runledger/internal/session"
	"runledger/internal/testenv"
)

// jumpAhead lets a stopped server's log see a clock that is ahead by d for one record:
// to the server the clock has jumped there and back. Log time stays there.
func jumpAhead(t *testing.T, s *testenv.Runledger, d time.Duration) {
	t.Helper()
	log, err := eventlog.OpenEmbedded(eventlog.EmbeddedOptions{Dir: filepath.Join(s.Data, "log"), Clock: func() time.Time { return time.Now().Add(d) }})
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	value := encoded(t, &pb.Event{Body: &pb.Event_ProjectCreated{ProjectCreated: &pb.ProjectCreated{Entity: "nobody", Name: "x"}}})
	if _, err := log.Append(t.Context(), eventlog.Batch{Topic: eventlog.Actions, Records: []eventlog.Record{{Value: value}}}); err != nil {
		t.Fatal(err)
	}
}

// TestClockJumps lets the clock jump by hours, forth and back, and looks at everything
// that has a time limit.
func TestClockJumps(t *testing.T) {
	t.Parallel()
	s := testenv.StartRunledger(t, testenv.RunledgerOptions{})
	people := newPeople(1, 1, s.URL)
	newStage(t, s.URL, s.URL, s.Key, people, 1, 2)
	p, at := people[0], "/api/v1/projects/"+team+"/p0"
	first := p.do(t.Context(), http.MethodPatch, at, `{"description":"first"}`)
	jump := func(d time.Duration) {
		t.Helper()
		s.Stop(t)
		jumpAhead(t, s, d)
		if err := s.Restart(t); err != nil {
			t.Fatal(err)
		}
	}
	again := func(d deed) (deed, int) {
		t.Helper()
		status, text, err := p.send(t.Context(), s.URL, d)
		if err != nil {
			t.Fatal(err)
		}
		d.status, d.text = status, text
		return d, status
	}
	before := time.Now()

	jump(23 * time.Hour)
	if d, status := again(first); status != http.StatusOK || !strings.Contains(string(d.text), `"repeated":true`) {
		t.Errorf("a repetition a day later: %s", d)
	}
	second := p.do(t.Context(), http.MethodPatch, at, `{"description":"second"}`)
	logins(t, s, "after a jump of 23 h and back")
	asOf(t, s, before, "first")
	asOf(t, s, before.Add(24*time.Hour), "second")
	asOf(t, s, before.Add(1000*time.Hour), "second")
	resumed(t, s, p, at)

	jump(48 * time.Hour) // the keys of before are forgotten, those of now are not
	third := p.do(t.Context(), http.MethodPatch, at, `{"description":"third"}`)
	if d, status := again(third); status != http.StatusOK || !strings.Contains(string(d.text), `"repeated":true`) {
		t.Errorf("a repetition at once: %s", d)
	}
	if d, status := again(second); status != http.StatusOK || strings.Contains(string(d.text), `"repeated":true`) {
		t.Errorf("a repetition after more than a day: %s", d)
	}
	logins(t, s, "after a jump of 48 h and back")
	asOf(t, s, before, "first")
	resumed(t, s, p, at)
	sessions(t, s)
	verified(t, s.URL, s.Key)
}

// logins: a one-time address that is made now is good now, once.
func logins(t *testing.T, s *testenv.Runledger, when string) {
	t.Helper()
	a := ask(t, http.MethodPost, s.URL+"/api/v1/users/ann0/login", s.Key, `{"minutes":10}`)
	_, token, ok := strings.Cut(string(a.body), "/login?token=")
	token, _, _ = strings.Cut(token, `"`)
	if a.status != http.StatusOK || !ok {
		t.Errorf("%s: no address is made: %d %s", when, a.status, a.body)
		return
	}
	for i, want := range []int{http.StatusSeeOther, http.StatusNotFound} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+"/login", strings.NewReader("token="+token))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		resp, err := http.DefaultTransport.RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != want {
			t.Errorf("%s: use %d of an address: %d", when, i+1, resp.StatusCode)
		}
	}
}

// asOf reads the description as it was.
func asOf(t *testing.T, s *testenv.Runledger, when time.Time, want string) {
	t.Helper()
	a := ask(t, http.MethodGet, s.URL+"/api/v1/projects/"+team+"/p0?as_of="+when.UTC().Format(time.RFC3339Nano), s.Key, "")
	if a.status != http.StatusOK || !strings.Contains(string(a.body), `"description":"`+want+`"`) {
		t.Errorf("as of %s: %d %s; want %q", when, a.status, a.body, want)
	}
}

// resumed reads a live stream, breaks it off, and goes on where it was: within ten
// minutes of real time nothing is lost, whatever the clock says.
func resumed(t *testing.T, s *testenv.Runledger, p *person, at string) {
	t.Helper()
	last := listenFor(t, s, p, at, "", "id:")
	d := p.do(t.Context(), http.MethodPatch, at, fmt.Sprintf(`{"description":%q}`, lastDescription(p)))
	if !d.ok() {
		t.Fatal(d)
	}
	p.do(t.Context(), http.MethodPatch, at+"/runs/r0", fmt.Sprintf(`{"notes":"live %d"}`, len(p.done())))
	listenFor(t, s, p, at, last, "event: change")
}

func lastDescription(p *person) string {
	last := ""
	for _, d := range p.done() {
		if _, text, ok := strings.Cut(d.body, `{"description":"`); ok {
			last = strings.TrimSuffix(text, `"}`)
		}
	}
	return last
}

// listenFor reads a stream from a cursor until a line that begins so, and returns the
// last id. A resync on the way is a failure.
func listenFor(t *testing.T, s *testenv.Runledger, p *person, at, cursor, line string) (id string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.URL+at+"/live", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+p.key)
	if cursor != "" {
		req.Header.Set("Last-Event-ID", cursor)
	}
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		t.Fatalf("live: %d", resp.StatusCode)
	}
	lines := bufio.NewScanner(resp.Body)
	for lines.Scan() {
		text := lines.Text()
		if rest, ok := strings.CutPrefix(text, "id:"); ok {
			id = strings.TrimSpace(rest)
		}
		if strings.HasPrefix(text, "event: resync") {
			t.Error("the stream says resync")
		}
		if strings.HasPrefix(text, line) {
			return id
		}
	}
	t.Errorf("the stream ended before %q: %v", line, lines.Err())
	return id
}

// sessions: cookies are made by servers whose clock stood elsewhere.
func sessions(t *testing.T, s *testenv.Runledger) {
	t.Helper()
	l := func() *ledger { s.Stop(t); return readLedger(t, s) }()
	if err := s.Restart(t); err != nil {
		t.Fatal(err)
	}
	key, err := blob.LoadKey(filepath.Join(s.Data, "signing.key"))
	if err != nil {
		t.Fatal(err)
	}
	u := l.state.UserByName("ann0")
	for _, c := range []struct {
		ahead time.Duration // of the clock that made the cookie
		want  int
	}{
		{0, http.StatusOK}, {-11 * time.Hour, http.StatusOK}, {-13 * time.Hour, http.StatusUnauthorized},
		{5 * time.Hour, http.StatusOK}, {-31 * 24 * time.Hour, http.StatusUnauthorized},
	} {
		cookies, err := cookie.NewCookies(cookie.Options{Key: key, External: s.URL, Clock: func() time.Time { return time.Now().Add(c.ahead) }})
		if err != nil {
			t.Fatal(err)
		}
		issued, _ := cookies.Issue(uint32(u.No), u.Sessions, l.state.LogID())
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL+"/api/v1/session", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.AddCookie(issued)
		resp, err := http.DefaultTransport.RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(resp.Body) // only for the message
		resp.Body.Close()
		if resp.StatusCode != c.want {
			t.Errorf("a session that began %s from now: %d %s, want %d", c.ahead, resp.StatusCode, body, c.want)
		}
	}
}
