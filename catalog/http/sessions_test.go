package cataloghttp

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"runledger/catalog"
	"runledger/eventlog"
	"runledger/internal/api"
	"runledger/internal/session"
)

const (
	testExternal = "https://ml.example.org"
	annPassword  = "correct horse battery"
)

// site is a server with sessions behind https://ml.example.org, with a clock that the
// test turns, and everything it logs.
type site struct {
	*client
	mu       sync.Mutex
	now      time.Time
	checked  atomic.Int64 // argon2ids that were run
	logged   bytes.Buffer
	registry *prometheus.Registry
}

func (s *site) clock() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

func (s *site) pass(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = s.now.Add(d)
}

func newSite(t *testing.T) *site {
	t.Helper()
	log, err := eventlog.OpenEmbedded(eventlog.EmbeddedOptions{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	cat := catalog.New(catalog.Options{Log: log})
	ctx, cancel := context.WithCancel(context.Background())
	var owner sync.WaitGroup
	owner.Go(func() { _ = cat.Run(ctx) })
	t.Cleanup(func() { cancel(); owner.Wait(); log.Close() })
	if _, err := cat.FirstAdmin(ctx, "root", rootKey); err != nil {
		t.Fatal(err)
	}
	s := &site{now: time.Now(), registry: prometheus.NewRegistry()}
	cookies, err := session.NewCookies(session.Options{Key: bytes.Repeat([]byte("k"), 32), External: testExternal, Clock: s.clock})
	if err != nil {
		t.Fatal(err)
	}
	passwords := session.NewPasswords(0)
	passwords.Checked = func() { s.checked.Add(1) }
	logger := slog.New(slog.NewTextHandler(&s.logged, &slog.HandlerOptions{Level: slog.LevelDebug}))
	router, a := api.New(api.Options{
		Catalog: cat, Cookies: cookies, External: testExternal, Clock: s.clock, Logger: logger, Registerer: s.registry, Rate: 1000,
	})
	Register(a, cat)
	RegisterSessions(router, a, SessionDeps{
		Catalog: cat, Passwords: passwords, Cookies: cookies, External: testExternal, Clock: s.clock, Logger: logger, Registerer: s.registry,
	})
	s.client = &client{router, t, cat}
	return s
}

// asked is a request as a browser or somebody else makes it.
type asked struct {
	method, path, body string
	cookie             string // NAME=value
	address            string
	header             [2]string
	form               bool
}

func (s *site) ask(a asked) *httptest.ResponseRecorder {
	r := httptest.NewRequest(a.method, "https://ml.example.org"+a.path, strings.NewReader(a.body))
	if a.body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if a.form {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if a.cookie != "" {
		r.Header.Set("Cookie", a.cookie)
	}
	if a.address != "" {
		r.RemoteAddr = a.address + ":1234"
	}
	if a.header[0] != "" {
		r.Header.Set(a.header[0], a.header[1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

// want asks and fails the test at another status.
func (s *site) want(status int, a asked) *httptest.ResponseRecorder {
	s.t.Helper()
	w := s.ask(a)
	if w.Code != status {
		s.t.Fatalf("%s %s: %d, want %d: %s", a.method, a.path, w.Code, status, w.Body)
	}
	return w
}

// cookieOf returns the session's cookie in an answer as a browser sends it back.
func cookieOf(t *testing.T, w *httptest.ResponseRecorder) string {
	t.Helper()
	cookies := w.Result().Cookies()
	if len(cookies) != 1 || cookies[0].Value == "" {
		t.Fatalf("%d: cookies %v in the answer: %s", w.Code, cookies, w.Body)
	}
	return cookies[0].Name + "=" + cookies[0].Value
}

// ann makes a user with a password.
func (s *site) ann() (key string) {
	s.t.Helper()
	key = s.user("ann")
	s.call(200, key, "PUT", "/api/v1/me/password", `{"new":"`+annPassword+`"}`)
	return key
}

func signInBody(name, password string) asked {
	b, _ := json.Marshal(map[string]string{"name": name, "password": password})
	return asked{method: "POST", path: "/api/v1/session", body: string(b)}
}

func (s *site) signedIn(name, password string) (cookie string) {
	s.t.Helper()
	return cookieOf(s.t, s.want(200, signInBody(name, password)))
}

func TestASession(t *testing.T) {
	s := newSite(t)
	s.ann()
	w := s.want(200, signInBody("ann", annPassword))
	set := w.Header().Get("Set-Cookie")
	for _, part := range []string{"__Host-runledger=", "; Path=/;", "; HttpOnly", "; Secure", "; SameSite=Lax", "; Max-Age=43200"} {
		if !strings.Contains(set, part) {
			t.Errorf("the cookie lacks %q: %s", part, set)
		}
	}
	cookie := cookieOf(t, w)
	for _, path := range []string{"/api/v1/session", "/api/v1/me"} {
		if w := s.want(200, asked{method: "GET", path: path, cookie: cookie}); !strings.Contains(w.Body.String(), `"name":"ann"`) {
			t.Errorf("%s: %s", path, w.Body)
		}
	}
	s.want(401, asked{method: "GET", path: "/api/v1/session"})
	s.call(404, rootKey, "GET", "/api/v1/session", "")
	made := s.want(200, asked{method: "POST", path: "/api/v1/me/keys", body: `{"label":"laptop"}`, cookie: cookie})
	if !strings.Contains(made.Body.String(), "api_key") {
		t.Error(made.Body)
	}
	if out := s.want(204, asked{method: "DELETE", path: "/api/v1/session", cookie: cookie}); !strings.Contains(out.Header().Get("Set-Cookie"), "Max-Age=0") {
		t.Errorf("signing out leaves the cookie: %s", out.Header())
	}
}

// A session lives on while it is used, to its last day.
func TestSessionsEndByTime(t *testing.T) {
	s := newSite(t)
	s.ann()
	cookie := s.signedIn("ann", annPassword)
	look := asked{method: "GET", path: "/api/v1/me", cookie: cookie}
	s.pass(30 * time.Minute)
	if w := s.want(200, look); w.Header().Get("Set-Cookie") != "" {
		t.Error("a cookie is renewed at each request")
	}
	for used := 30 * time.Minute; used+11*time.Hour < session.Longest; used += 11 * time.Hour {
		s.pass(11 * time.Hour)
		w := s.want(200, look)
		if w.Header().Get("Set-Cookie") != "" {
			look.cookie = cookieOf(t, w)
		}
	}
	s.pass(11 * time.Hour)
	s.want(401, look)

	look.cookie = s.signedIn("ann", annPassword)
	s.pass(session.Idle)
	s.want(401, look)
}

func TestSessionsEnd(t *testing.T) {
	s := newSite(t)
	key := s.ann()
	look := func(cookie string) asked { return asked{method: "GET", path: "/api/v1/me", cookie: cookie} }

	one, two := s.signedIn("ann", annPassword), s.signedIn("ann", annPassword)
	s.want(200, asked{method: "DELETE", path: "/api/v1/sessions", cookie: one})
	s.want(401, look(one))
	s.want(401, look(two))

	one, two = s.signedIn("ann", annPassword), s.signedIn("ann", annPassword)
	s.want(403, asked{method: "PUT", path: "/api/v1/me/password", cookie: one, body: `{"new":"another password"}`})
	s.want(403, asked{method: "PUT", path: "/api/v1/users/ann/password", cookie: one, body: `{"new":"another password","current":"wrong"}`})
	changed := s.want(200, asked{method: "PUT", path: "/api/v1/me/password", cookie: one, body: `{"new":"another password","current":"` + annPassword + `"}`})
	s.want(401, look(one))
	s.want(401, look(two))
	s.want(200, look(cookieOf(t, changed)))
	s.want(401, signInBody("ann", annPassword))

	s.call(200, rootKey, "PUT", "/api/v1/users/ann/password", `{"new":"a third password"}`)
	s.want(401, look(cookieOf(t, changed)))
	one = s.signedIn("ann", "a third password")
	s.call(200, rootKey, "DELETE", "/api/v1/users/ann/password", "")
	s.want(401, look(one))
	s.want(401, signInBody("ann", "a third password"))
	s.want(401, signInBody("ann", ""))

	s.call(200, key, "PUT", "/api/v1/me/password", `{"new":"`+annPassword+`"}`)
	one = s.signedIn("ann", annPassword)
	s.call(200, rootKey, "DELETE", "/api/v1/users/ann", "")
	s.want(401, look(one))
	s.want(401, signInBody("ann", annPassword))
}

func TestPasswordsHaveRules(t *testing.T) {
	s := newSite(t)
	key := s.ann()
	bob := s.user("bob-the-builder")
	for _, bad := range []string{"", "short", "123456789", strings.Repeat("x", 257)} {
		s.call(422, key, "PUT", "/api/v1/me/password", `{"new":"`+bad+`"}`)
	}
	s.call(422, bob, "PUT", "/api/v1/me/password", `{"new":"Bob-The-Builder"}`)
	s.call(404, bob, "PUT", "/api/v1/users/ann/password", `{"new":"`+annPassword+`"}`)
	s.call(404, bob, "DELETE", "/api/v1/users/ann/password", "")
	s.call(404, bob, "POST", "/api/v1/users/ann/login", "{}")
	s.call(404, rootKey, "PUT", "/api/v1/users/nobody/password", `{"new":"`+annPassword+`"}`)
	s.call(200, key, "PUT", "/api/v1/me/password", `{"new":"größer als zehn 🚀"}`)
	s.signedIn("ann", "gro\u0308ßer als zehn 🚀") // typed on another keyboard
	robot := s.call(200, rootKey, "POST", "/api/v1/users", `{"name":"robot","service":true}`).text("api_key")
	s.call(422, robot, "PUT", "/api/v1/me/password", `{"new":"`+annPassword+`"}`)
	s.call(422, rootKey, "POST", "/api/v1/users/robot/login", "{}")
}

func TestUsersAreEdited(t *testing.T) {
	s := newSite(t)
	key := s.ann()
	s.call(200, key, "PATCH", "/api/v1/users/ann", `{"email":"ann@example.org"}`)
	s.call(403, key, "PATCH", "/api/v1/users/ann", `{"admin":true}`)
	s.call(404, key, "PATCH", "/api/v1/users/root", `{"admin":false}`)
	s.call(409, rootKey, "PATCH", "/api/v1/users/root", `{"admin":false}`)
	e := s.call(200, rootKey, "PATCH", "/api/v1/users/ann", `{"admin":true}`)
	if e["admin"] != true || e.text("email") != "ann@example.org" {
		t.Errorf("%v", e)
	}
	s.call(409, rootKey, "PATCH", "/api/v1/users/ann", `{"admin":false}`, "If-Match", `"1"`)
	s.call(200, rootKey, "PATCH", "/api/v1/users/ann", `{"admin":false}`, "If-Match", e.text("etag"))

	made := s.call(200, rootKey, "POST", "/api/v1/users/ann/keys", `{"label":"from root"}`)
	if me := s.call(200, made.text("api_key"), "GET", "/api/v1/me", ""); me.text("name") != "ann" {
		t.Errorf("%v", me)
	}
	if n := len(s.call(200, rootKey, "GET", "/api/v1/users/ann/keys", "")["keys"].([]any)); n != 2 {
		t.Errorf("ann has %d keys", n)
	}
	othersKeys := "/api/v1/users/" + "root" + "/keys"
	s.call(404, key, "GET", othersKeys, "")
	s.call(404, key, "POST", othersKeys, "{}")
	s.call(200, rootKey, "DELETE", "/api/v1/users/ann/keys/"+made.text("id"), "")
	s.call(401, made.text("api_key"), "GET", "/api/v1/me", "")
}
