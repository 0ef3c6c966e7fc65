package engine

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestParseDSN(t *testing.T) {
	for dsn, want := range map[string]Endpoint{
		"http://localhost":                    {Scheme: "http", Network: "tcp", Address: "localhost:8123"},
		"http://u:p%40ss@db:9000/runs":        {Scheme: "http", Network: "tcp", Address: "db:9000", User: "u", Password: "p@ss", Database: "runs"},
		"https://db/?database=runs":           {Scheme: "https", Network: "tcp", Address: "db:8443", Database: "runs"},
		"http://[::1]/x":                      {Scheme: "http", Network: "tcp", Address: "[::1]:8123", Database: "x"},
		"unix:///run/engine.sock":             {Scheme: "http", Network: "unix", Address: "/run/engine.sock"},
		"unix:///run/engine.sock?database=db": {Scheme: "http", Network: "unix", Address: "/run/engine.sock", Database: "db"},
	} {
		got, err := ParseDSN(dsn)
		if err != nil || got != want {
			t.Errorf("%s: got %+v, %v", dsn, got, err)
			continue
		}
		again, err := ParseDSN(got.DSN())
		if err != nil || again != want {
			t.Errorf("%s: written as %s, read as %+v, %v", dsn, got.DSN(), again, err)
		}
	}
	for dsn, reason := range map[string]string{
		"clickhouse://db:9000":       "native protocol",
		"localhost:8123":             "scheme",
		"http://":                    "no host",
		"unix://relative/path":       "unix:///path",
		"http://db/?max_threads=4":   "max_threads",
		"http://u:secret@db:port/db": "not a URL",
	} {
		_, err := ParseDSN(dsn)
		if err == nil || !strings.Contains(err.Error(), reason) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: got %v", dsn, err)
		}
	}
}

func TestEndpointKeepsItsSecret(t *testing.T) {
	e, err := ParseDSN("http://u:secret@db/x")
	if err != nil {
		t.Fatal(err)
	}
	if s := e.String(); strings.Contains(s, "secret") || !strings.Contains(s, "u:") {
		t.Errorf("String: %s", s)
	}
	if s := e.URL(url.Values{"query": {"SELECT 1"}}); s != "http://db:8123/?database=x&query=SELECT+1" {
		t.Errorf("URL: %s", s)
	}
	r, _ := http.NewRequest(http.MethodPost, e.URL(nil), nil)
	e.Authorize(r)
	if r.Header.Get("X-ClickHouse-User") != "u" || r.Header.Get("X-ClickHouse-Key") != "secret" {
		t.Errorf("headers: %v", r.Header)
	}
}
