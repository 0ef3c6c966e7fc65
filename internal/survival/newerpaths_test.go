package survival

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"runledger/eventlog"
	"runledger/internal/routes"
	"runledger/internal/testenv"
)

var patterns = regexp.MustCompile(`\{[^}]*\}|\*`)

// TestEveryRouteOnANewerLog asks an old program for everything that it serves, on a log
// that holds what it doesn't know: none of it is answered.
func TestEveryRouteOnANewerLog(t *testing.T) {
	t.Parallel()
	s := testenv.StartRunledger(t, testenv.RunledgerOptions{})
	people := newPeople(2, 1, s.URL)
	newStage(t, s.URL, s.URL, s.Key, people, 1, 2)
	cookie := signedIn(t, s)
	report := people[0].do(t.Context(), http.MethodPost, "/api/v1/projects/"+team+"/p0/reports", `{"title":"r","live":true,"blocks":[{"kind":"markdown","text":"words"}]}`)
	share := people[0].do(t.Context(), http.MethodPost, "/api/v1/projects/"+team+"/p0/reports/"+report.ID+"/share", "")
	_, token, _ := strings.Cut(string(share.text), "/share/")
	token, _, _ = strings.Cut(token, `"`)
	if token == "" {
		t.Fatal(share)
	}
	s.Stop(t)
	appendRaw(t, s, eventlog.Actions, 0, newerEvent(t, "report.dreamt.v1"))
	p, err := testenv.StartProcess(t, "newer", nil, "--log-format=json", "serve", "--listen", strings.TrimPrefix(s.URL, "http://"), "--data", s.Data)
	if err != nil {
		t.Fatal(err)
	}
	eventually(t, patience, func() string {
		if _, parts := unreadyOrGone(t, s.URL); !strings.Contains(parts[""], "newer log") {
			return fmt.Sprint("it isn't refused yet: ", parts)
		}
		return ""
	})
	names := strings.NewReplacer("{entity}", team, "{project}", "p0", "{run}", "r0", "{workspace}", "me", "{report}", report.ID, "{token}", token, "{user}", "ann0", "{team}", team, "{name}", "ann0")
	n := 0
	for _, r := range routes.Table() {
		for _, known := range routes.BeforeRouter {
			if r.Path == known {
				r.Path = ""
			}
		}
		if r.Path == "" {
			continue
		}
		method := strings.Replace(r.Method, "*", http.MethodPost, 1)
		path := patterns.ReplaceAllString(names.Replace(r.Path), "x")
		for _, by := range []string{"key", "cookie", "nobody"} {
			n++
			a := askBy(t, method, s.URL+path, by, s.Key, cookie)
			if a.status != http.StatusServiceUnavailable || a.problem(t).Code != "newer_log" {
				t.Errorf("%s %s by %s: %d %.200s", method, path, by, a.status, a.body)
			}
		}
	}
	if n < 300 {
		t.Errorf("only %d requests were made", n)
	}
	t.Logf("%d requests were answered 503 newer_log", n)
	if err := p.Stop(); err != nil {
		t.Errorf("stop: %v", err)
	}
}

// signedIn returns a session's cookie.
func signedIn(t *testing.T, s *testenv.Runledger) *http.Cookie {
	t.Helper()
	if a := ask(t, http.MethodPut, s.URL+"/api/v1/users/ann0/password", s.Key, `{"new":"a horse of another colour"}`); a.status != http.StatusOK {
		t.Fatalf("%d %s", a.status, a.body)
	}
	resp, err := http.Post(s.URL+"/api/v1/session", "application/json", strings.NewReader(`{"name":"ann0","password":"a horse of another colour"}`))
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if len(resp.Cookies()) != 1 {
		t.Fatalf("no cookie: %d", resp.StatusCode)
	}
	return resp.Cookies()[0]
}

func askBy(t *testing.T, method, url, by, key string, cookie *http.Cookie) answer {
	t.Helper()
	switch by {
	case "key":
		return ask(t, method, url, key, "{}")
	case "nobody":
		return ask(t, method, url, "", "{}")
	}
	req, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.AddCookie(cookie)
	return answerOf(http.DefaultTransport.RoundTrip(req))
}
