package api

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"runledger/catalog"
	"runledger/event/pb"
)

// formerly is a catalog with ann's private project "new name", once called "old", and
// the keys of ann and bob.
func formerly(t *testing.T) (cat *catalog.Catalog, ann, bob string) {
	cat, _ = twoProcesses(t)
	ann, bob = strings.Repeat("a", 40), strings.Repeat("b", 40)
	for name, key := range map[string]string{"ann": ann, "bob": bob} {
		do(t, cat, &pb.Event{Body: &pb.Event_UserCreated{UserCreated: &pb.UserCreated{Name: name, Key: catalog.NewKey("", "", key)}}})
	}
	do(t, cat, &pb.Event{Body: &pb.Event_ProjectCreated{ProjectCreated: &pb.ProjectCreated{Entity: "ann", Name: "old", View: "invited", Submit: "invited"}}})
	do(t, cat, &pb.Event{Body: &pb.Event_RunCreated{RunCreated: &pb.RunCreated{Entity: "ann", Project: "old", RunId: "r"}}})
	do(t, cat, &pb.Event{Body: &pb.Event_ProjectRenamed{ProjectRenamed: &pb.ProjectRenamed{Project: 1, Name: "new name"}}})
	return cat, ann, bob
}

func TestReq_OV_2_OldAddressesLeadToTheNewOnes(t *testing.T) {
	cat, ann, bob := formerly(t)
	router, _ := New(Options{Catalog: cat, External: "https://track.example/base/"})
	router.With(Authenticated(cat)).HandleFunc("/api/v1/projects/{entity}/{project}*", func(w http.ResponseWriter, r *http.Request) {
		_, name, _, _ := projectOf(r.URL.EscapedPath())
		p, err := ReadableProject(r.Context(), cat, "ann", name)
		if err != nil {
			Write(w, r, err)
			return
		}
		_, _ = fmt.Fprint(w, p.Name)
	})
	ask := func(method, path, key string) (int, string, string) {
		r := httptest.NewRequest(method, path, nil)
		if key != "" {
			r.Header.Set("Authorization", "Bearer "+key)
		}
		w := httptest.NewRecorder()
		router.ServeHTTP(w, r)
		return w.Code, w.Header().Get("Location"), w.Body.String()
	}
	const base = "https://track.example/base/api/v1/projects/ann/new%20name"
	for path, to := range map[string]string{
		"/api/v1/projects/ann/old":                            base,
		"/api/v1/projects/ann/old/":                           base + "/",
		"/api/v1/projects/ann/old/runs/a%2Fb/x?limit=1&a=%20": base + "/runs/a%2Fb/x?limit=1&a=%20",
		"/api/v1/projects/ann/old/runs:export":                base + "/runs:export",
		"/api/v1/projects/%61nn/ol%64/live":                   base + "/live",
	} {
		for _, method := range []string{"GET", "HEAD"} {
			if status, location, _ := ask(method, path, ann); status != http.StatusPermanentRedirect || location != to {
				t.Errorf("%s %s: %d to %q, want %q", method, path, status, location, to)
			}
		}
		if status, location, body := ask("POST", path, ann); status != 200 || location != "" || body != "new name" {
			t.Errorf("POST %s: %d to %q: %s", path, status, location, body)
		}
		for _, key := range []string{bob, strings.Repeat("x", 40), ""} {
			status, location, body := ask("GET", path, key)
			want, _, same := ask("GET", strings.Replace(strings.Replace(path, "ol%64", "old", 1), "/old", "/none", 1), key)
			if status != want || location != "" || withoutID(strings.ReplaceAll(body, "ann/old", "ann/none")) != withoutID(same) {
				t.Errorf("a stranger's GET %s: %d to %q: %s; of what isn't there: %d %s", path, status, location, body, want, same)
			}
		}
	}
	for _, path := range []string{"/api/v1/projects/ann/new%20name", "/api/v1/projects/ann/new%20name/runs"} {
		if status, location, body := ask("GET", path, ann); status != 200 || location != "" || body != "new name" {
			t.Errorf("GET %s: %d to %q: %s", path, status, location, body)
		}
	}
	do(t, cat, &pb.Event{Body: &pb.Event_ProjectCreated{ProjectCreated: &pb.ProjectCreated{Entity: "ann", Name: "old"}}})
	if status, _, body := ask("GET", "/api/v1/projects/ann/old", ann); status != 200 || body != "old" {
		t.Errorf("the earlier name is another project's: %d %s", status, body)
	}
}

func withoutID(problem string) string {
	before, _, _ := strings.Cut(problem, `"request_id"`)
	return before
}

func TestEarlierNamesFindProjectsAndRuns(t *testing.T) {
	cat, ann, bob := formerly(t)
	for key, status := range map[string]int{ann: 200, bob: 404} {
		who, _ := cat.Authenticate(key)
		ctx := WithPrincipal(t.Context(), who)
		for _, name := range []string{"old", "new name"} {
			for what, call := range map[string]func() error{
				"project":  func() error { _, err := ReadableProject(ctx, cat, "ann", name); return err },
				"to write": func() error { _, err := WritableProject(ctx, cat, "ann", name); return err },
				"run":      func() error { _, err := ReadableRun(ctx, cat, "ann", name, "r"); return err },
				"any run":  func() error { _, err := AnyReadableRun(ctx, cat, "ann", name, "r"); return err },
			} {
				var p *Problem
				if err := call(); (err == nil) != (status == 200) || err != nil && (!errors.As(err, &p) || p.Status != status) {
					t.Errorf("%s by %s: %v", what, name, err)
				}
			}
		}
	}
}
