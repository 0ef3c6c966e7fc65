package routes

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"testing"
	"time"
)

// answer is what came back. Of a Route that is Long the body is empty.
type answer struct {
	Status int
	Header http.Header
	Body   []byte
}

func (a answer) ok() bool { return a.Status/100 == 2 || a.Status/100 == 3 }

// field is a member of a JSON object; nil if there's none.
func (a answer) field(name string) any {
	var o map[string]any
	d := json.NewDecoder(bytes.NewReader(a.Body))
	d.UseNumber()
	if d.Decode(&o) != nil {
		return nil
	}
	return o[name]
}

func (a answer) text(name string) string { s, _ := a.field(name).(string); return s }

// number is a member's digits; empty if there are none.
func (a answer) number(name string) string { n, _ := a.field(name).(json.Number); return n.String() }

var web = &http.Client{
	Timeout:       time.Minute,
	Transport:     &http.Transport{MaxIdleConnsPerHost: 16},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// request is one to the server.
type request struct {
	method, path, body, media string
	key, ifMatch              string
	long                      bool // only the answer's head is read
}

func call(t testing.TB, base string, r request) answer {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, r.method, base+r.path, bytes.NewReader([]byte(r.body)))
	if err != nil {
		t.Fatalf("%s %s: %v", r.method, r.path, err)
	}
	n := unique.Add(1) // each request comes from an address of its own: many of the wrong keys from one would be throttled
	req.Header.Set("X-Forwarded-For", fmt.Sprintf("10.%d.%d.%d", n>>16&255, n>>8&255, n&255))
	if r.key != "" {
		req.Header.Set("Authorization", "Bearer "+r.key)
	}
	if r.body != "" {
		req.Header.Set("Content-Type", r.media)
	}
	if r.ifMatch != "" {
		req.Header.Set("If-Match", r.ifMatch)
	}
	res, err := web.Do(req)
	if err != nil {
		t.Fatalf("%s %s: %v", r.method, r.path, err)
	}
	defer res.Body.Close()
	a := answer{Status: res.StatusCode, Header: res.Header}
	if r.long && a.ok() {
		return a
	}
	if a.Body, err = io.ReadAll(res.Body); err != nil {
		t.Fatalf("%s %s: %v", r.method, r.path, err)
	}
	return a
}
