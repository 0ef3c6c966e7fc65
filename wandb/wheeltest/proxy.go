package wheeltest

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"testing"
)

// Fault is what a Proxy does to a request.
type Fault int

// The faults.
const (
	None Fault = iota
	Fail       // 500, the server doesn't see the request
	Busy       // 429 with Retry-After: 1
	Drop       // the server takes it, and its answer is lost
)

// Proxy stands between the SDK and a server and breaks what it is told to break.
type Proxy struct {
	URL string

	mu     sync.Mutex
	counts map[Fault]int
}

// NewProxy starts a proxy before the server at target. faults says what happens to
// the n-th file_stream request, counted from 0; other requests pass.
func NewProxy(tb testing.TB, target string, faults map[int]Fault) *Proxy {
	tb.Helper()
	to, err := url.Parse(target)
	if err != nil {
		tb.Fatal(err)
	}
	p := &Proxy{counts: map[Fault]int{}}
	pass := httputil.NewSingleHostReverseProxy(to)
	n := 0
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fault := None
		if strings.HasSuffix(r.URL.Path, "/file_stream") {
			p.mu.Lock()
			fault = faults[n]
			p.counts[fault]++
			n++
			p.mu.Unlock()
		}
		fault.serve(pass, w, r)
	}))
	tb.Cleanup(s.Close)
	p.URL = s.URL
	return p
}

// Count is how often a fault happened.
func (p *Proxy) Count(f Fault) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.counts[f]
}

func (f Fault) serve(pass http.Handler, w http.ResponseWriter, r *http.Request) {
	switch f {
	case Fail:
		http.Error(w, `{"error":"injected"}`, http.StatusInternalServerError)
	case Busy:
		w.Header().Set("Retry-After", "1")
		http.Error(w, `{"error":"injected"}`, http.StatusTooManyRequests)
	case Drop:
		pass.ServeHTTP(httptest.NewRecorder(), r)
		panic(http.ErrAbortHandler)
	default:
		pass.ServeHTTP(w, r)
	}
}
