package scenario

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"

	"runledger/catalog"
	"runledger/internal/testenv"
)

// browser talks to a server with a cookie jar, and keeps every byte of the answers
// that mustn't hold a secret.
type browser struct {
	t      *testing.T
	server *testenv.Runledger
	client *http.Client
	seen   bytes.Buffer
}

func newBrowser(t *testing.T, s *testenv.Runledger) *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	b := &browser{t: t, server: s, client: &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
	t.Cleanup(b.client.CloseIdleConnections)
	return b
}

// do makes a request; key may be empty: then the jar's cookie counts.
func (b *browser) do(key, method, path, contentType, body string) (int, []byte) {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), method, b.server.URL+path, strings.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	if body != "" {
		r.Header.Set("Content-Type", contentType)
	}
	if key != "" {
		r.Header.Set("Authorization", "Bearer "+key)
	}
	res, err := b.client.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return res.StatusCode, answer
}

// json is do with a JSON body that wants a status; it returns the answer's fields.
func (b *browser) json(status int, key, method, path, body string) map[string]any {
	b.t.Helper()
	got, answer := b.do(key, method, path, "application/json", body)
	if got != status {
		b.t.Fatalf("%s %s: %d, want %d: %s", method, path, got, status, answer)
	}
	var out map[string]any
	_ = json.Unmarshal(answer, &out) // some have no body
	return out
}

// read keeps an answer that mustn't hold a secret.
func (b *browser) read(key, path string) {
	b.t.Helper()
	status, answer := b.do(key, http.MethodGet, path, "", "")
	if status != http.StatusOK {
		b.t.Errorf("%s: %d %s", path, status, answer)
	}
	fmt.Fprintf(&b.seen, "\n%s\n%s", path, answer)
}

// TestServeKeepsSecrets plants secrets of every kind into a server that logs all it
// can, and looks for them in its log, audit trail, exports and metrics.
func TestServeKeepsSecrets(t *testing.T) {
	s := testenv.StartRunledger(t, testenv.RunledgerOptions{Args: []string{"--log-level=DEBUG"}})
	b := newBrowser(t, s)
	password, second, chosen := "planted-PASSWORD-1", "planted-PASSWORD-2", strings.Repeat("planted_KEY-3", 4)
	b.json(200, s.Key, "POST", "/api/v1/users", `{"name":"ann","api_key":"`+chosen+`"}`)
	generated := b.json(200, chosen, "POST", "/api/v1/me/keys", `{"label":"laptop"}`)["api_key"].(string)
	b.json(200, s.Key, "PUT", "/api/v1/users/ann/password", `{"new":"`+password+`"}`)
	address := b.json(200, s.Key, "POST", "/api/v1/users/ann/login", `{}`)["url"].(string)
	_, token, _ := strings.Cut(address, "token=")
	if status, answer := b.do("", "POST", "/login", "application/x-www-form-urlencoded", "token="+token); status != http.StatusSeeOther {
		t.Fatalf("%d %s", status, answer)
	}
	b.json(200, "", "PUT", "/api/v1/me/password", `{"current":"`+password+`","new":"`+second+`"}`)
	b.json(204, "", "DELETE", "/api/v1/session", "")
	b.json(401, "", "GET", "/api/v1/session", "")
	b.json(200, "", "POST", "/api/v1/session", `{"name":"ann","password":"`+second+`"}`)
	b.json(401, "", "POST", "/api/v1/session", `{"name":"`+password+`","password":"`+second+`"}`)
	cookie := b.cookie()
	b.json(202, generated, "POST", "/api/v1/ingest", `{"project":"ann/p","run":"r","step":1,"metrics":{"loss":1}}`)
	b.json(200, s.Key, "PATCH", "/api/v1/users/ann", `{"email":"ann@example.org"}`)
	last := b.json(200, "", "DELETE", "/api/v1/sessions", "")["position"].(string)

	wait := "wait_for=" + url.QueryEscape(last)
	for _, format := range []string{"json", "ndjson", "csv"} {
		b.read(s.Key, "/api/v1/audit?limit=1000&format="+format+"&"+wait)
		b.read(s.Key, "/api/v1/projects/ann/p/audit?format="+format+"&"+wait)
	}
	b.read(chosen, "/api/v1/projects/ann/p/export?format=ndjson&"+wait)
	for _, path := range []string{"/metrics", "/readyz", "/api/v1/users", "/api/v1/users/ann/keys", "/openapi.json"} {
		b.read(s.Key, path)
	}
	for _, want := range []string{"user.password_set.v1", "user.login_issued.v1", "user.login_used.v1", "user.signed_out.v1", "user.edited.v1", "***"} {
		if !strings.Contains(b.seen.String(), want) {
			t.Errorf("the trail lacks %s", want)
		}
	}
	secrets := []string{password, second, chosen, generated, token, cookie, s.Key, "$argon2id$"}
	for _, secret := range []string{chosen, generated, token, s.Key} {
		hash := catalog.HashKey(secret)
		secrets = append(secrets, base64.StdEncoding.EncodeToString(hash[:]), fmt.Sprintf("%x", hash))
	}
	for where, text := range map[string]string{"answers": b.seen.String(), "log": s.Log(1 << 20)} {
		for _, secret := range secrets {
			if i := strings.Index(text, secret); i >= 0 {
				t.Errorf("the %s hold %q: …%s…", where, secret, text[max(0, i-200):i])
			}
		}
	}
}

func (b *browser) cookie() string {
	b.t.Helper()
	at, err := url.Parse(b.server.URL)
	if err != nil {
		b.t.Fatal(err)
	}
	cookies := b.client.Jar.Cookies(at)
	if len(cookies) != 1 || cookies[0].Name != "runledger-"+at.Port() {
		b.t.Fatalf("%v", cookies)
	}
	return cookies[0].Value
}
