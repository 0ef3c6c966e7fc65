package cataloghttp

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"runledger/catalog"
	"runledger/event/pb"
	"runledger/eventlog"
	"runledger/internal/api"
)

const rootKey = "rootrootrootrootrootrootrootrootrootroot"

// client talks to the routes over a real log.
type client struct {
	http.Handler
	t       *testing.T
	catalog *catalog.Catalog
}

func newClient(t *testing.T) *client {
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
	router, a := api.New(api.Options{Catalog: cat})
	Register(a, cat)
	return &client{router, t, cat}
}

// answer is a decoded JSON answer.
type answer map[string]any

func (a answer) text(name string) string { s, _ := a[name].(string); return s }

// call makes a request with the key and wants the status. Headers are name, value, …
func (c *client) call(status int, key, method, path, body string, headers ...string) answer {
	c.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("Authorization", "Bearer "+key)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	c.ServeHTTP(w, r)
	var out answer
	if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil {
		c.t.Fatalf("%s %s: %d %s", method, path, w.Code, w.Body)
	}
	if w.Code != status {
		c.t.Fatalf("%s %s: %d, want %d: %s", method, path, w.Code, status, w.Body)
	}
	if e := w.Header().Get("ETag"); e != "" {
		out["etag"] = e
	}
	return out
}

func (c *client) user(name string) (key string) {
	c.t.Helper()
	return c.call(200, rootKey, "POST", "/api/v1/users", `{"name":"`+name+`"}`).text("api_key")
}

func (c *client) run(entity, project, id string) {
	c.t.Helper()
	v, _, err := c.catalog.Do(context.Background(), &pb.Event{Actor: catalog.System(),
		Body: &pb.Event_RunCreated{RunCreated: &pb.RunCreated{Entity: entity, Project: project, RunId: id}}})
	if err != nil || !v[0].OK() {
		c.t.Fatal(v, err)
	}
}

func TestUsers(t *testing.T) {
	c := newClient(t)
	made := c.call(200, rootKey, "POST", "/api/v1/users", `{"name":"ann","email":"ann@example.org"}`, "Idempotency-Key", "k1")
	ann := made.text("api_key")
	if len(ann) != 40 || made.text("position") == "" || made.text("name") != "ann" {
		t.Fatalf("%v", made)
	}
	again := c.call(200, rootKey, "POST", "/api/v1/users", `{"name":"ann"}`, "Idempotency-Key", "k1")
	if again["repeated"] != true || again.text("api_key") != "" {
		t.Errorf("a repetition shows a key that opens nothing: %v", again)
	}
	c.call(409, rootKey, "POST", "/api/v1/users", `{"name":"ann"}`)
	c.call(403, ann, "POST", "/api/v1/users", `{"name":"bob"}`)
	c.call(422, rootKey, "POST", "/api/v1/users", `{"name":"-bob"}`)
	c.call(422, rootKey, "POST", "/api/v1/users", `{"name":"bob","nmae":"x"}`)
	short := c.call(422, rootKey, "POST", "/api/v1/users", `{"name":"bob","api_key":"hush"}`)
	if b, _ := json.Marshal(short); strings.Contains(string(b), "hush") {
		t.Errorf("the key comes back: %s", b)
	}
	bob := strings.Repeat("b", 40)
	if got := c.call(200, rootKey, "POST", "/api/v1/users", `{"name":"bob","api_key":"`+bob+`"}`); got.text("api_key") != "" {
		t.Error("a key that the client chose is shown")
	}
	if me := c.call(200, bob, "GET", "/api/v1/me", ""); me.text("name") != "bob" || me.text("entity") != "bob" {
		t.Errorf("%v", me)
	}
	if n := len(c.call(200, rootKey, "GET", "/api/v1/users", "")["users"].([]any)); n != 3 {
		t.Errorf("%d users, want 3", n)
	}
	if n := len(c.call(200, ann, "GET", "/api/v1/users", "")["users"].([]any)); n != 1 {
		t.Errorf("ann sees %d users, want 1", n)
	}
	c.call(403, ann, "DELETE", "/api/v1/users/bob", "")
	c.call(200, rootKey, "DELETE", "/api/v1/users/bob", "")
	c.call(401, bob, "GET", "/api/v1/me", "")
	c.call(404, rootKey, "DELETE", "/api/v1/users/bob", "")
	c.call(409, rootKey, "DELETE", "/api/v1/users/root", "")
}

func TestKeys(t *testing.T) {
	c := newClient(t)
	ann := c.user("ann")
	made := c.call(200, ann, "POST", "/api/v1/me/keys", `{"label":"cluster"}`)
	second := made.text("api_key")
	keys := c.call(200, second, "GET", "/api/v1/me/keys", "")["keys"].([]any)
	if len(keys) != 2 {
		t.Fatalf("%v", keys)
	}
	c.call(409, rootKey, "POST", "/api/v1/me/keys", `{"api_key":"`+second+`"}`)
	c.call(404, rootKey, "DELETE", "/api/v1/me/keys/"+made.text("id"), "")
	c.call(200, ann, "DELETE", "/api/v1/me/keys/"+made.text("id"), "")
	c.call(401, second, "GET", "/api/v1/me", "")
	c.call(200, ann, "GET", "/api/v1/me", "")
}

func TestProjects(t *testing.T) {
	c := newClient(t)
	ann, bob := c.user("ann"), c.user("bob")
	name := "über 100$ & more"
	made := c.call(200, ann, "POST", "/api/v1/projects", `{"name":"`+name+`"}`)
	if made.text("entity") != "ann" || made.text("position") == "" {
		t.Errorf("%v", made)
	}
	path := "/api/v1/projects/ann/" + url.PathEscape(name)
	if got := c.call(200, ann, "GET", path, ""); got.text("name") != name || got.text("created_by") != "ann" {
		t.Errorf("%v", got)
	}
	c.call(200, rootKey, "GET", path, "")
	c.call(404, bob, "GET", path, "")
	c.call(404, bob, "POST", "/api/v1/projects", `{"entity":"ann","name":"x"}`)
	c.call(409, ann, "POST", "/api/v1/projects", `{"name":"`+name+`"}`)
	for _, bad := range []string{"", "a/b", "a\\u0007", "..", strings.Repeat("x", 129)} {
		c.call(422, ann, "POST", "/api/v1/projects", `{"name":"`+bad+`"}`)
	}
	c.call(200, ann, "POST", "/api/v1/projects", `{"name":"b"}`)
	c.call(200, bob, "POST", "/api/v1/projects", `{"name":"c"}`)
	first := c.call(200, rootKey, "GET", "/api/v1/projects?limit=2", "")
	rest := c.call(200, rootKey, "GET", "/api/v1/projects?limit=2&cursor="+first.text("next_cursor"), "")
	if len(first["projects"].([]any)) != 2 || len(rest["projects"].([]any)) != 1 || rest.text("next_cursor") != "" {
		t.Errorf("%v, then %v", first, rest)
	}
	if got := c.call(200, bob, "GET", "/api/v1/projects", "")["projects"].([]any); len(got) != 1 {
		t.Errorf("bob sees %v", got)
	}
	c.call(422, ann, "GET", "/api/v1/projects?cursor=made-up", "")
}

func TestRuns(t *testing.T) {
	c := newClient(t)
	ann, bob := c.user("ann"), c.user("bob")
	c.call(200, ann, "POST", "/api/v1/projects", `{"name":"p"}`)
	c.run("ann", "p", "100% r")
	const path = "/api/v1/projects/ann/p/runs/100%25%20r"
	got := c.call(200, ann, "PATCH", path, `{"display_name":"best"}`)
	if got.text("display_name") != "best" || got.text("position") == "" || got.text("id") != "100% r" {
		t.Errorf("%v", got)
	}
	all := c.call(200, ann, "PATCH", path,
		`{"display_name":"better","tags":["a","b","a"],"notes":"n","config":{"lr":0.10,"big":12345678901234567890,"drop":null},"summary":{"acc":1}}`,
		"If-Match", got.text("etag"))
	if n := len(all["tags"].([]any)); n != 2 {
		t.Errorf("%d tags", n)
	}
	c.catalog.View(func(s *catalog.State) {
		if edit := string(s.RunByNo(1).ConfigEdit); edit != `{"big":12345678901234567890,"drop":null,"lr":0.10}` {
			t.Errorf("config edit: %s", edit)
		}
	})
	c.call(409, ann, "PATCH", path, `{"notes":"late"}`, "If-Match", got.text("etag"))
	c.call(422, ann, "PATCH", path, `{"notes":"x"}`, "If-Match", `"x"`)
	c.call(422, ann, "PATCH", path, `{}`)
	c.call(422, ann, "PATCH", path, `{"display_name":""}`)
	c.call(404, bob, "PATCH", path, `{"notes":"mine"}`)
	c.call(404, ann, "PATCH", path+"x", `{"notes":"x"}`)
	if got := c.call(200, ann, "POST", path+"/stop", ""); got["stop_requested"] != true {
		t.Errorf("%v", got)
	}
	if got := c.call(200, ann, "POST", path+"/stop", ""); got["repeated"] != true {
		t.Errorf("%v", got)
	}
	c.call(200, ann, "DELETE", path, "")
	if got := c.call(404, ann, "PATCH", path, `{"notes":"x"}`); got.text("code") != "deleted" {
		t.Errorf("%v", got)
	}
	if got := c.call(200, ann, "GET", "/api/v1/projects/ann/p", ""); got["runs"] != 0.0 {
		t.Errorf("%v", got)
	}
	c.call(200, ann, "POST", path+"/undelete", "")
	c.call(200, ann, "PATCH", path, `{"notes":"x"}`)
}

// Operations are called by their ids in generated clients: each has its own.
func TestTheDescriptionIsComplete(t *testing.T) {
	c := newClient(t)
	w := httptest.NewRecorder()
	c.ServeHTTP(w, httptest.NewRequest("GET", "/openapi.json", nil))
	var spec struct {
		Paths map[string]map[string]struct {
			OperationID, Summary string
			Tags                 []string
		}
	}
	if err := json.Unmarshal(w.Body.Bytes(), &spec); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for path, methods := range spec.Paths {
		for method, op := range methods {
			if op.OperationID == "" || seen[op.OperationID] || op.Summary == "" || len(op.Tags) != 1 {
				t.Errorf("%s %s: %+v", method, path, op)
			}
			seen[op.OperationID] = true
		}
	}
	if len(seen) < 50 {
		t.Errorf("%d operations, there are more", len(seen))
	}
	for _, want := range []string{`"If-Match"`, `"Idempotency-Key"`, `"display_name"`, `"position"`} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("the description lacks %s", want)
		}
	}
}
