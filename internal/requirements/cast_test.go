package requirements

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"runledger/internal/testenv"
)

// cast is a test's people, each with a key, and a project of the first one.
type cast struct {
	t    *testing.T
	url  string
	keys map[string]string // by the names in the test: "ann", "bob", "admin"
	real map[string]string // the users' names on the server

	Entity, Project string
	At              string // /api/v1/projects/ENTITY/PROJECT
}

var casts atomic.Int64

// newCast makes users on the shared server; the first one has a project.
func newCast(t *testing.T, names ...string) *cast {
	t.Helper()
	return castOn(t, running(t), names...)
}

// on is the same people on another server that knows them.
func (c *cast) on(t *testing.T, s *testenv.Runledger) *cast {
	other := *c
	other.t, other.url = t, s.URL
	return &other
}

func castOn(t *testing.T, s *testenv.Runledger, names ...string) *cast {
	t.Helper()
	n := casts.Add(1)
	c := &cast{t: t, url: s.URL, keys: map[string]string{"admin": s.Key}, real: map[string]string{"admin": "admin"}}
	for _, name := range names {
		c.real[name] = fmt.Sprintf("%s-%d", name, n)
		c.keys[name] = strings.Repeat(c.real[name]+"_", 40)[:40]
		c.ok("admin", "POST", "/api/v1/users", obj{"name": c.real[name], "api_key": c.keys[name]})
	}
	c.Entity, c.Project = c.real[names[0]], fmt.Sprintf("project-%d", n)
	c.At = "/api/v1/projects/" + c.Entity + "/" + c.Project
	c.ok(names[0], "POST", "/api/v1/projects", obj{"name": c.Project})
	return c
}

type obj map[string]any

// answer is what came back.
type answer struct {
	Status int
	Header http.Header
	Text   []byte
	JSON   obj
}

// at follows a path of names and indexes.
func (a answer) at(path ...any) any {
	var v any = map[string]any(a.JSON)
	for _, p := range path {
		switch p := p.(type) {
		case string:
			m, _ := v.(map[string]any)
			v = m[p]
		case int:
			l, _ := v.([]any)
			if p >= len(l) {
				return nil
			}
			v = l[p]
		}
	}
	return v
}

func (a answer) text(path ...any) string { s, _ := a.at(path...).(string); return s }

func (a answer) number(path ...any) float64 { n, _ := a.at(path...).(float64); return n }

func (a answer) list(path ...any) []any { l, _ := a.at(path...).([]any); return l }

var web = &http.Client{
	Timeout:       time.Minute,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// do makes a request as somebody. The body is an obj or, as NDJSON, a string.
func (c *cast) do(who, method, path string, body any, headers ...string) answer {
	c.t.Helper()
	var in io.Reader
	kind := "application/json"
	switch b := body.(type) {
	case nil:
	case string:
		in, kind = strings.NewReader(b), "application/x-ndjson"
	default:
		text, err := json.Marshal(b)
		if err != nil {
			c.t.Fatal(err)
		}
		in = bytes.NewReader(text)
	}
	req, err := http.NewRequestWithContext(c.t.Context(), method, c.url+path, in)
	if err != nil {
		c.t.Fatal(err)
	}
	if key := c.keys[who]; key != "" {
		req.Header.Set("Authorization", "Bearer "+key)
	}
	if in != nil {
		req.Header.Set("Content-Type", kind)
	}
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	resp, err := web.Do(req)
	if err != nil {
		c.t.Fatal(err)
	}
	defer resp.Body.Close()
	a := answer{Status: resp.StatusCode, Header: resp.Header}
	if a.Text, err = io.ReadAll(resp.Body); err != nil {
		c.t.Fatal(err)
	}
	_ = json.Unmarshal(a.Text, &a.JSON) // not all answers are objects
	return a
}

// want is do with the status that must come.
func (c *cast) want(status int, who, method, path string, body any, headers ...string) answer {
	c.t.Helper()
	a := c.do(who, method, path, body, headers...)
	if a.Status != status {
		c.t.Fatalf("%s: %s %s: %d, want %d: %.600s", who, method, path, a.Status, status, a.Text)
	}
	return a
}

// ok wants 2xx.
func (c *cast) ok(who, method, path string, body any, headers ...string) answer {
	c.t.Helper()
	a := c.do(who, method, path, body, headers...)
	if a.Status/100 != 2 {
		c.t.Fatalf("%s: %s %s: %d: %.600s", who, method, path, a.Status, a.Text)
	}
	return a
}

// log sends lines as somebody and waits until they can be read; it returns the position.
func (c *cast) log(who string, lines ...obj) string {
	c.t.Helper()
	var b strings.Builder
	for _, l := range lines {
		text, err := json.Marshal(l)
		if err != nil {
			c.t.Fatal(err)
		}
		b.Write(append(text, '\n'))
	}
	a := c.want(202, who, "POST", "/api/v1/ingest", b.String())
	if n := a.number("rejected_total"); n != 0 {
		c.t.Fatalf("%s", a.Text)
	}
	c.ok("admin", "GET", c.At+"/runs?limit=1&wait_for="+a.text("position"), nil)
	return a.text("position")
}

// run logs a run of the cast's project: lines of metrics.
func (c *cast) run(id string, steps int, metrics ...string) string {
	c.t.Helper()
	var lines []obj
	for s := range steps {
		m := obj{}
		for i, name := range metrics {
			m[name] = float64(s*(i+1)) + float64(len(id))/8
		}
		lines = append(lines, obj{"project": c.Entity + "/" + c.Project, "run": id, "step": s, "metrics": m})
	}
	return c.log(c.first(), lines...)
}

// first is the one whose project it is.
func (c *cast) first() string {
	for name, is := range c.real {
		if is == c.Entity {
			return name
		}
	}
	return "admin"
}

// events returns the project's audit trail, newest first, of a type.
func (c *cast) events(typ, position string) []any {
	c.t.Helper()
	return c.ok("admin", "GET", c.At+"/audit?outcome=accepted&type="+typ+"&wait_for="+position, nil).list("rows")
}
