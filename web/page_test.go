package web

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
)

func TestPage(t *testing.T) {
	files := fstest.MapFS{
		"index.html":          {Data: []byte(`<head><base href="/" /></head>`)},
		"assets/main-1.js":    {Data: []byte("plain")},
		"assets/main-1.js.gz": {Data: []byte("packed")},
		"assets/main-1.js.br": {Data: []byte("smallest")},
		"theme.js":            {Data: []byte("theme")},
	}
	p := New(files, "/ledger")
	for _, c := range []struct {
		path, accept, encoding string
		served                 bool
		body, header, value    string
	}{
		{"/", "text/html", "", true, `<base href="/ledger/"`, "Cache-Control", "no-cache"},
		{"/ann/digits/workspace", "text/html,*/*", "", true, "<base", "Content-Security-Policy", policy},
		{"/assets/main-1.js", "*/*", "gzip, br", true, "smallest", "Content-Encoding", "br"},
		{"/assets/main-1.js", "*/*", "gzip, deflate", true, "packed", "Content-Encoding", "gzip"},
		{"/assets/main-1.js", "*/*", "", true, "plain", "Cache-Control", "public, max-age=31536000, immutable"},
		{"/theme.js", "*/*", "", true, "theme", "Cache-Control", "no-cache"},
		{"/assets/old-2.js", "text/html", "", false, "", "", ""}, // an old page must see that it's gone
		{"/api/v1/nothing", "text/html", "", false, "", "", ""},
		{"/ann/digits", "application/json", "", false, "", "", ""}, // a program
		{"/../page.go", "*/*", "", false, "", "", ""},
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.URL.Path = c.path
		r.Header.Set("Accept", c.accept)
		r.Header.Set("Accept-Encoding", c.encoding)
		w := httptest.NewRecorder()
		served, err := p.Serve(w, r)
		if err != nil || served != c.served || !strings.Contains(w.Body.String(), c.body) || c.header != "" && w.Header().Get(c.header) != c.value {
			t.Errorf("%s (%s): %v %v %q %v", c.path, c.accept, served, err, w.Body, w.Header())
		}
	}
	post := httptest.NewRequest(http.MethodPost, "/", nil)
	post.Header.Set("Accept", "text/html")
	if served, _ := p.Serve(httptest.NewRecorder(), post); served {
		t.Error("a POST was answered with the page")
	}
}

func TestPageThatIsNotBuilt(t *testing.T) {
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.Header.Set("Accept", "text/html")
	if served, err := New(fstest.MapFS{}, "").Serve(httptest.NewRecorder(), r); !served || !errors.Is(err, ErrNotBuilt) {
		t.Errorf("%v %v", served, err)
	}
}

// The policy has no place for scripts in documents, nor for other hosts.
func TestPolicyIsStrict(t *testing.T) {
	for directive := range strings.SplitSeq(policy, ";") {
		if strings.HasPrefix(strings.TrimSpace(directive), "script-src") && directive != " script-src 'self'" {
			t.Errorf("scripts: %q", directive)
		}
		if strings.Contains(directive, "http") || strings.Contains(directive, "*") || strings.Contains(directive, "eval") {
			t.Errorf("%q", directive)
		}
	}
}
