package client

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

func serve(t *testing.T, h http.HandlerFunc) *Client {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	c, err := New(s.URL+"/", "the-key")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestRequests(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer the-key" {
			t.Error("no key")
		}
		body, _ := io.ReadAll(r.Body)
		_ = json.NewEncoder(w).Encode(map[string]string{"asked": r.Method + " " + r.URL.EscapedPath() + " " + r.URL.RawQuery, "body": string(body)})
	})
	var got struct{ Asked, Body string }
	if err := c.Get(t.Context(), Path("a/b", "..", "ü ?"), url.Values{"x": {"1"}}, &got); err != nil {
		t.Fatal(err)
	}
	if got.Asked != "GET /a%2Fb/../%C3%BC%20%3F x=1" || got.Body != "" {
		t.Errorf("%+v", got)
	}
	if err := c.Send(t.Context(), http.MethodPut, "/x", map[string]int{"n": 1}, &got); err != nil || got.Body != `{"n":1}` {
		t.Errorf("%+v, %v", got, err)
	}
	var number int
	if err := c.Get(t.Context(), "/", nil, &number); err == nil || !strings.Contains(err.Error(), "isn't what this program expects") {
		t.Error(err)
	}
}

func TestProblems(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/proxy" {
			w.WriteHeader(http.StatusBadGateway)
			_, _ = io.WriteString(w, "<html>")
			return
		}
		w.WriteHeader(http.StatusUnprocessableEntity)
		_, _ = io.WriteString(w, `{"status":422,"code":"invalid","detail":"It breaks a rule.","hint":"Do this.","errors":[{"location":"body.name","message":"too long"}]}`)
	})
	err := c.Get(t.Context(), "/", nil, nil)
	var p *Problem
	if !errors.As(err, &p) || p.Status != 422 || p.Code != "invalid" {
		t.Fatal(err)
	}
	if want := "It breaks a rule.\n  body.name: too long\nDo this."; p.Error() != want {
		t.Errorf("%q", p.Error())
	}
	if err := c.Get(t.Context(), "/proxy", nil, nil); !errors.As(err, &p) || p.Status != 502 || !strings.Contains(err.Error(), "is that a runledger server?") {
		t.Error(err)
	}
}

// TestOverload repeats the same request, and gives up in time.
func TestOverload(t *testing.T) {
	seen := map[string]int{}
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		seen[r.URL.Path+" "+r.Header.Get("Idempotency-Key")]++
		if r.URL.Path == "/soon" && len(seen) == 1 && seen[r.URL.Path+" "+r.Header.Get("Idempotency-Key")] == 3 {
			return
		}
		if r.URL.Path == "/late" {
			w.Header().Set("Retry-After", "3600")
		}
		w.WriteHeader(http.StatusServiceUnavailable)
	})
	if err := c.Send(t.Context(), http.MethodPost, "/soon", nil, nil); err != nil || len(seen) != 1 {
		t.Errorf("%v, %v", err, seen)
	}
	clear(seen)
	if err := c.Send(t.Context(), http.MethodPost, "/late", nil, nil); err == nil || len(seen) != 1 {
		t.Errorf("%v, %v", err, seen)
	}
	clear(seen)
	if err := c.Send(t.Context(), http.MethodPost, "/never", nil, nil); err == nil || len(seen) != 1 {
		t.Errorf("%v, %v", err, seen)
	}
	for _, n := range seen {
		if n != attempts {
			t.Errorf("%d attempts", n)
		}
	}
}

// TestBrokenOff is an answer that the server cuts.
func TestBrokenOff(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "half")
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	})
	body, err := c.Stream(t.Context(), http.MethodGet, "/", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer body.Close()
	if text, err := io.ReadAll(body); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("%q, %v", text, err)
	}
}

func TestUnreachable(t *testing.T) {
	s := httptest.NewServer(http.NotFoundHandler())
	s.Close()
	c, err := New(s.URL, "k")
	if err != nil {
		t.Fatal(err)
	}
	var u *Unreachable
	if err := c.Get(t.Context(), "/", nil, nil); !errors.As(err, &u) || u.URL != s.URL {
		t.Error(err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := c.Get(ended, "/", nil, nil); !errors.Is(err, context.Canceled) || errors.As(err, &u) {
		t.Error(err)
	}
}

// TestTheKeyStaysAtItsServer follows a redirect to another host without it.
func TestTheKeyStaysAtItsServer(t *testing.T) {
	var got []string
	other := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = append(got, r.Header.Get("Authorization")) }))
	defer other.Close()
	elsewhere := strings.Replace(other.URL, "127.0.0.1", "localhost", 1)
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, elsewhere, http.StatusPermanentRedirect)
	})
	if err := c.Get(t.Context(), "/", nil, nil); err != nil {
		t.Fatal(err)
	}
	if len(got) != 1 || got[0] != "" {
		t.Errorf("it got %q", got)
	}
}

func TestAddresses(t *testing.T) {
	for in, want := range map[string]string{
		"https://ML.example.org/": "https://ml.example.org", " http://h:1/base/ ": "http://h:1/base",
		"": "", "ml.example.org": "", "ftp://h": "", "https://": "", "https://u:p@h": "", "https://h/?a=b": "", "https://h/#x": "",
	} {
		if got, err := Address(in); got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q, %v", in, got, err)
		}
	}
	for address, want := range map[string]bool{
		"https://h": true, "http://h": false, "http://127.0.0.1:8080": true, "http://[::1]": true, "http://localhost:1": true, "http://127.0.0.1.evil.org": false,
	} {
		if Private(address) != want {
			t.Errorf("%s: private is %v", address, !want)
		}
	}
	if _, err := New("http://h", "a\nb"); err == nil || strings.Contains(err.Error(), "a\nb") {
		t.Error(err)
	}
}
