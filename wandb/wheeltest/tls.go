package wheeltest

import (
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
)

// Secure is a proxy that ends TLS and serves below a path, as in front of a production
// server. The server behind it is set when it is known.
type Secure struct {
	URL string   // https://127.0.0.1:PORT/tracker
	Env []string // what makes the SDK trust the certificate

	Outside atomic.Int64 // requests that weren't below the path
	target  atomic.Pointer[url.URL]
}

const below = "/tracker"

// NewSecure starts the proxy.
func NewSecure(tb testing.TB) *Secure {
	tb.Helper()
	p := &Secure{}
	pass := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(p.target.Load()); r.SetXForwarded() }}
	s := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.URL.Path, below+"/") {
			p.Outside.Add(1)
			http.NotFound(w, r)
			return
		}
		http.StripPrefix(below, pass).ServeHTTP(w, r)
	}))
	tb.Cleanup(s.Close)
	cert := filepath.Join(tb.TempDir(), "ca.pem")
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw})
	if err := os.WriteFile(cert, text, 0o600); err != nil {
		tb.Fatal(err)
	}
	p.URL = s.URL + below
	p.Env = []string{"SSL_CERT_FILE=" + cert, "REQUESTS_CA_BUNDLE=" + cert}
	return p
}

// Behind says which server the proxy stands before.
func (p *Secure) Behind(tb testing.TB, target string) {
	tb.Helper()
	u, err := url.Parse(target)
	if err != nil {
		tb.Fatal(err)
	}
	p.target.Store(u)
}
