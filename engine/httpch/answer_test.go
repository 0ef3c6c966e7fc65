package httpch

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"runledger/engine/chdb"
)

func TestStatusOfErrors(t *testing.T) {
	for code, want := range map[int]int{60: 404, 62: 400, 115: 404, 159: 408, 202: 503, 241: 500, 395: 500, 516: 401, 48: 501} {
		if got := httpStatus(code); got != want {
			t.Errorf("code %d: status %d, want %d", code, got, want)
		}
	}
}

func TestMarksDontShow(t *testing.T) {
	e := &chdb.Error{Code: 62, Message: "Code: 62. DB::Exception: Syntax error: failed at position 25 (x): /*mark-1*/SELECT x"}
	got := unmark(e, "/*mark-1*/")
	if got.Error() != "Code: 62. DB::Exception: Syntax error: failed at position 15 (x): SELECT x" {
		t.Errorf("got %q", got)
	}
}

func TestCredentials(t *testing.T) {
	c := newCredentials("default", "secret")
	for name, change := range map[string]func(*http.Request){
		"headers": func(r *http.Request) {
			r.Header.Set("X-ClickHouse-User", "default")
			r.Header.Set("X-ClickHouse-Key", "secret")
		},
		"basic":      func(r *http.Request) { r.SetBasicAuth("default", "secret") },
		"parameters": func(r *http.Request) { r.URL.RawQuery = "user=default&password=secret" },
		"only a key": func(r *http.Request) { r.URL.RawQuery = "password=secret" },
	} {
		r := httptest.NewRequest(http.MethodPost, "/", nil)
		if c.allow(r) {
			t.Error("nothing given, and let in")
		}
		change(r)
		if !c.allow(r) {
			t.Errorf("%s: refused", name)
		}
	}
	for _, wrong := range [][2]string{{"default", ""}, {"default", "Secret"}, {"default", "secret "}, {"root", "secret"}, {"", "secret"}} {
		r := httptest.NewRequest(http.MethodPost, "/", nil)
		r.SetBasicAuth(wrong[0], wrong[1])
		if c.allow(r) {
			t.Errorf("%q let in", wrong)
		}
	}
	if !newCredentials("default", "").allow(httptest.NewRequest(http.MethodPost, "/", nil)) {
		t.Error("no password, and refused")
	}
}

func TestNegotiate(t *testing.T) {
	for accept, want := range map[string]string{"": "", "identity": "", "gzip": "gzip", "br, gzip;q=0.5": "gzip", "zstd": "zstd"} {
		if got := negotiate(accept); got != want {
			t.Errorf("%q: got %q", accept, got)
		}
	}
}
