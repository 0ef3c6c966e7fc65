package api

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"runledger/catalog"
	"runledger/event/pb"
	"runledger/internal/session"
)

// Two servers that share a log and a signing key: a session of one is good on the
// other at once, and ended on one it is ended on the other.
func TestSessionsOfTwoServers(t *testing.T) {
	a, b := twoProcesses(t)
	cookies, err := session.NewCookies(session.Options{Key: bytes.Repeat([]byte("k"), 32), External: "https://host", Clock: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	frame := func(c *catalog.Catalog) http.Handler {
		r, _ := New(Options{Catalog: c, Cookies: cookies, External: "https://host"})
		r.With(Authenticated(c)).Get("/who", func(w http.ResponseWriter, r *http.Request) {
			if p := PrincipalOf(r.Context()); !p.Session || p.Key != "" || p.User.Name != "ann" || p.Means() != "user 1" {
				t.Errorf("%+v", p)
			}
		})
		return r
	}
	there := frame(b)
	do(t, a, &pb.Event{Body: &pb.Event_UserCreated{UserCreated: &pb.UserCreated{Name: "ann"}}})
	for range 20 {
		var log string
		var ann *catalog.User
		a.View(func(s *catalog.State) { log, ann = s.LogID(), s.UserByName("ann") })
		cookie, _ := cookies.Issue(uint32(ann.No), ann.Sessions, log)
		r := httptest.NewRequest(http.MethodGet, "/who", nil)
		r.AddCookie(cookie)
		w := httptest.NewRecorder()
		if there.ServeHTTP(w, r); w.Code != http.StatusOK {
			t.Fatalf("a session of the other server: %d %s", w.Code, w.Body)
		}
		do(t, a, &pb.Event{Body: &pb.Event_UserSignedOut{UserSignedOut: &pb.UserSignedOut{Name: "ann"}}})
		if err := Fresh(t.Context(), b); err != nil {
			t.Fatal(err)
		}
		w = httptest.NewRecorder()
		if there.ServeHTTP(w, r); w.Code != http.StatusUnauthorized {
			t.Fatalf("a session that ended on the other server: %d", w.Code)
		}
	}
}
