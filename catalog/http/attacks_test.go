package cataloghttp

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"runledger/catalog"
)

// Fixation: a value that an attacker planted is never the one that is signed in.
func TestAPlantedCookieIsNotSignedIn(t *testing.T) {
	s := newSite(t)
	s.ann()
	seen := map[string]bool{}
	for _, planted := range []string{"", "__Host-runledger=planted", s.signedIn("ann", annPassword)} {
		in := signInBody("ann", annPassword)
		in.cookie = planted
		got := cookieOf(t, s.want(200, in))
		if got == planted || seen[got] {
			t.Errorf("a sign-in gave a value that was there before: %s", got)
		}
		seen[got] = true
	}
	s.want(401, asked{method: "GET", path: "/api/v1/me", cookie: "__Host-runledger=planted"})
	s.want(401, asked{method: "GET", path: "/api/v1/me", cookie: "runledger=" + strings.SplitN(s.signedIn("ann", annPassword), "=", 2)[1]})
}

// No byte of a cookie can be changed, and it is good for this log only.
func TestForgedCookies(t *testing.T) {
	s := newSite(t)
	s.ann()
	name, value, _ := strings.Cut(s.signedIn("ann", annPassword), "=")
	raw, err := base64.RawURLEncoding.DecodeString(value)
	if err != nil {
		t.Fatal(err)
	}
	for i := range raw {
		forged := append([]byte(nil), raw...)
		forged[i] ^= 1
		s.want(401, asked{method: "GET", path: "/api/v1/me", cookie: name + "=" + base64.RawURLEncoding.EncodeToString(forged)})
	}
	s.want(401, asked{method: "GET", path: "/api/v1/me", cookie: name + "=" + base64.RawURLEncoding.EncodeToString(raw[:len(raw)-1])})
	other := newSite(t) // the same signing key, another log, and a user of the same number
	other.ann()
	other.want(401, asked{method: "GET", path: "/api/v1/me", cookie: name + "=" + value})
}

// Another site's page can't do anything with the session of who looks at it, and a
// browser of ours can; a key isn't affected.
func TestCrossSiteRequests(t *testing.T) {
	s := newSite(t)
	key := s.ann()
	cookie := s.signedIn("ann", annPassword)
	attack := []asked{
		{method: "POST", path: "/api/v1/me/keys", body: `{"label":"planted"}`},
		{method: "PATCH", path: "/api/v1/users/ann", body: `{"email":"mallory@example.org"}`},
		{method: "PUT", path: "/api/v1/me/password", body: `{"new":"mallory's password"}`},
		{method: "POST", path: "/api/v1/projects", body: `{"entity":"ann","name":"planted"}`},
		{method: "POST", path: "/api/v1/users/ann/login", body: `{}`},
		{method: "DELETE", path: "/api/v1/sessions"},
		{method: "DELETE", path: "/api/v1/session"},
		signInBody("ann", annPassword), // signs the victim in as somebody else
		{method: "POST", path: "/login", body: "token=x", form: true},
	}
	var before uint64
	s.catalog.View(func(st *catalog.State) { before = st.Next() })
	for _, from := range [][2]string{
		{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://evil.example.org"},
		{"Origin", "null"}, {"Origin", "https://ml.example.org.evil.org"}, {"Origin", "https://ml.example.org:8443"},
	} {
		for _, a := range attack {
			a.cookie, a.header = cookie, from
			w := s.ask(a)
			if w.Code != http.StatusForbidden || w.Header().Get("Set-Cookie") != "" {
				t.Errorf("%s %s with %v: %d %s", a.method, a.path, from, w.Code, w.Body)
			}
		}
	}
	s.catalog.View(func(st *catalog.State) {
		if st.Next() != before {
			t.Errorf("%d actions came of it", st.Next()-before)
		}
	})
	w := s.ask(asked{method: "POST", path: "/api/v1/me/keys", body: "{}", cookie: cookie, header: [2]string{"Sec-Fetch-Site", "cross-site"}})
	if !strings.Contains(w.Body.String(), `"code":"csrf"`) {
		t.Error(w.Body)
	}
	for _, from := range [][2]string{{"Sec-Fetch-Site", "same-origin"}, {"Origin", testExternal}, {}} {
		s.want(200, asked{method: "POST", path: "/api/v1/me/keys", body: "{}", cookie: cookie, header: from})
	}
	s.call(200, key, "POST", "/api/v1/me/keys", "{}", "Sec-Fetch-Site", "cross-site", "Origin", "https://notebook.example.org")
}

// A key that is wrong isn't helped by a session beside it.
func TestTheKeyCountsBeforeTheSession(t *testing.T) {
	s := newSite(t)
	s.ann()
	cookie := s.signedIn("ann", annPassword)
	for _, header := range []string{"Bearer " + strings.Repeat("x", 40), "Bearer", "Nonsense"} {
		s.want(401, asked{method: "GET", path: "/api/v1/me", cookie: cookie, header: [2]string{"Authorization", header}})
	}
	w := s.want(200, asked{method: "GET", path: "/api/v1/me", cookie: cookie, header: [2]string{"Authorization", "Bearer " + rootKey}})
	if !strings.Contains(w.Body.String(), `"name":"root"`) {
		t.Error(w.Body)
	}
}

// Guessing: an hour of it from one address, as fast as it is let.
func TestBruteForce(t *testing.T) {
	s := newSite(t)
	key := s.ann()
	guesses := 0
	start := s.clock()
	for s.clock().Sub(start) < time.Hour {
		a := signInBody("ann", "a wrong guess")
		a.address = "203.0.113.7"
		w := s.ask(a)
		switch w.Code {
		case http.StatusUnauthorized:
			guesses++
		case http.StatusTooManyRequests:
			seconds, err := strconv.Atoi(w.Header().Get("Retry-After"))
			if err != nil || seconds < 1 {
				t.Fatalf("Retry-After %q", w.Header().Get("Retry-After"))
			}
			s.pass(time.Duration(seconds) * time.Second)
		default:
			t.Fatalf("%d %s", w.Code, w.Body)
		}
	}
	if guesses < 6 || guesses > 25 {
		t.Errorf("%d guesses in an hour", guesses)
	}
	if got := s.checked.Load(); got != int64(guesses)+1 {
		t.Errorf("%d argon2ids were run for %d guesses", got, guesses)
	}
	wrong, right := signInBody("ann", "a wrong guess"), signInBody("ann", annPassword)
	wrong.address, right.address = "203.0.113.7", "203.0.113.7"
	s.ask(wrong)
	s.want(429, right)
	right.address = "198.51.100.1" // somebody else isn't locked out
	s.want(200, right)
	s.call(200, key, "GET", "/api/v1/me", "")
	t.Logf("%d guesses in an hour", guesses)
}

// Setting passwords all the time would keep others from signing in.
func TestPasswordsAreSetNowAndThen(t *testing.T) {
	s := newSite(t)
	key := s.ann()
	for range passwordChanges.Free {
		s.call(200, key, "PUT", "/api/v1/me/password", `{"new":"`+annPassword+`"}`)
	}
	s.call(429, key, "PUT", "/api/v1/me/password", `{"new":"`+annPassword+`"}`)
	s.call(200, rootKey, "PUT", "/api/v1/users/ann/password", `{"new":"`+annPassword+`"}`)
	s.pass(time.Hour)
	s.call(200, key, "PUT", "/api/v1/me/password", `{"new":"`+annPassword+`"}`)
}

// One address that tries many names.
func TestPasswordSpraying(t *testing.T) {
	s := newSite(t)
	tried := 0
	for i := range 1000 {
		a := signInBody("user"+strconv.Itoa(i), "Password123")
		a.address = "203.0.113.8"
		if s.ask(a).Code == http.StatusUnauthorized {
			tried++
		}
	}
	if tried != addressAttempts.Free+1 {
		t.Errorf("%d names could be tried at once, want %d", tried, addressAttempts.Free+1)
	}
}

// Whether there is a user shows neither in the answer nor in the work done for it.
func TestNamesCantBeFoundOut(t *testing.T) {
	s := newSite(t)
	s.ann()
	s.user("bob") // has no password
	s.call(200, rootKey, "POST", "/api/v1/users", `{"name":"robot","service":true}`)
	s.user("gone")
	s.call(200, rootKey, "DELETE", "/api/v1/users/gone", "")
	var answer string
	for _, name := range []string{"ann", "bob", "robot", "gone", "nobody", "", "with space", "root"} {
		for _, password := range []string{"wrong password", "", strings.Repeat("long ", 200)} {
			before := s.checked.Load()
			a := signInBody(name, password)
			a.address = "192.0.2." + strconv.Itoa(int(before)%250)
			w := s.want(401, a)
			if n := s.checked.Load() - before; n != 1 {
				t.Errorf("%q: %d argon2ids", name, n)
			}
			body, _, _ := strings.Cut(w.Body.String(), `"request_id"`)
			if answer == "" {
				answer = body
			}
			if body != answer {
				t.Errorf("%q: %s, others: %s", name, body, answer)
			}
		}
	}
}

func TestOneTimeAddresses(t *testing.T) {
	s := newSite(t)
	key := s.ann()
	made := s.call(200, key, "POST", "/api/v1/users/ann/login", "")
	at, err := url.Parse(made.text("url"))
	if err != nil || !strings.HasPrefix(made.text("url"), testExternal+"/login?token=") {
		t.Fatalf("%v", made)
	}
	token := at.Query().Get("token")
	for range 3 { // a preview looks at it
		w := s.want(200, asked{method: "GET", path: at.RequestURI()})
		if w.Header().Get("Set-Cookie") != "" || w.Header().Get("Referrer-Policy") != "same-origin" || !strings.Contains(w.Body.String(), token) {
			t.Fatalf("%v %s", w.Header(), w.Body)
		}
	}
	use := asked{method: "POST", path: "/login", body: "token=" + token, form: true, header: [2]string{"Sec-Fetch-Site", "same-origin"}}
	w := s.want(303, use)
	if me := s.want(200, asked{method: "GET", path: "/api/v1/me", cookie: cookieOf(t, w)}); !strings.Contains(me.Body.String(), `"name":"ann"`) {
		t.Error(me.Body)
	}
	for _, a := range []asked{use, {method: "POST", path: "/login", body: "token=", form: true}, {method: "POST", path: "/login", body: "token=" + strings.Repeat("x", 40), form: true}} {
		if w := s.want(404, a); w.Header().Get("Set-Cookie") != "" || !strings.Contains(w.Header().Get("Content-Type"), "text/html") {
			t.Errorf("%v", w.Header())
		}
	}
	// What ends sessions takes back the addresses too.
	for _, end := range []func(){
		func() { s.call(200, key, "DELETE", "/api/v1/sessions", "") },
		func() { s.call(200, key, "PUT", "/api/v1/me/password", `{"new":"yet another one"}`) },
		func() { s.call(200, rootKey, "DELETE", "/api/v1/users/ann", "") },
	} {
		made := s.call(200, rootKey, "POST", "/api/v1/users/ann/login", `{"minutes":5}`)
		end()
		_, token, _ := strings.Cut(made.text("url"), "token=")
		use.body = "token=" + token
		s.want(404, use)
	}
	s.want(200, asked{method: "GET", path: "/login?token=" + url.QueryEscape(`"><script>alert(1)</script>`)})
	if w := s.ask(asked{method: "GET", path: "/login?token=" + url.QueryEscape(`"><script>alert(1)</script>`)}); strings.Contains(w.Body.String(), "<script") {
		t.Errorf("the page holds what the address says: %s", w.Body)
	}
}

// Many who have the same address at once: one of them gets in.
func TestAnAddressThatManyUseAtOnce(t *testing.T) {
	s := newSite(t)
	key := s.ann()
	_, token, _ := strings.Cut(s.call(200, key, "POST", "/api/v1/users/ann/login", "{}").text("url"), "token=")
	var in atomic.Int64
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			w := s.ask(asked{method: "POST", path: "/login", body: "token=" + token, form: true, address: "192.0.2." + strconv.Itoa(i)})
			if w.Code == http.StatusSeeOther && w.Header().Get("Set-Cookie") != "" {
				in.Add(1)
			}
		})
	}
	all.Wait()
	if in.Load() != 1 {
		t.Errorf("%d got in", in.Load())
	}
}

// What is secret comes back to who made it, once, and is nowhere else: not in answers,
// errors, logs, metrics, nor in events as they may leave the log.
func TestSecretsStayWhereTheyBelong(t *testing.T) {
	s := newSite(t)
	password, wrong, chosen := "planted-PASSWORD-1", "planted-WRONG-2", strings.Repeat("planted_KEY-3", 4)
	made := s.call(200, rootKey, "POST", "/api/v1/users", `{"name":"ann","api_key":"`+chosen+`"}`)
	if made.text("api_key") != "" {
		t.Error("a key that was chosen comes back")
	}
	s.call(200, chosen, "PUT", "/api/v1/me/password", `{"new":"`+password+`"}`)
	cookie := s.signedIn("ann", password)
	_, token, _ := strings.Cut(s.call(200, chosen, "POST", "/api/v1/users/ann/login", "{}").text("url"), "token=")
	generated := s.call(200, chosen, "POST", "/api/v1/me/keys", `{}`).text("api_key")
	var stored string
	s.catalog.View(func(st *catalog.State) { stored = st.UserByName("ann").Password })
	tokenHash, keyHash := catalog.HashKey(token), catalog.HashKey(chosen)
	secrets := map[string]string{
		"password": password, "wrong password": wrong, "chosen key": chosen, "generated key": generated, "token": token,
		"stored password": stored[strings.LastIndex(stored, "$")+1:], "cookie": strings.SplitN(cookie, "=", 2)[1], "root's key": rootKey,
		"token's hash": string(tokenHash[:]), "key's hash": string(keyHash[:]),
	}
	var answers strings.Builder
	note := func(a asked) {
		w := s.ask(a)
		answers.WriteString(w.Body.String())
		_ = w.Header().Write(&answers)
	}
	bearer := [2]string{"Authorization", "Bearer " + chosen}
	note(signInBody("ann", wrong))
	note(signInBody(wrong, wrong)) // typed into the wrong field
	note(asked{method: "PUT", path: "/api/v1/me/password", body: `{"new":"` + wrong + `","x":"` + wrong + `"}`, header: bearer})
	note(asked{method: "PUT", path: "/api/v1/me/password", body: `{"new":"` + wrong[:9] + `"}`, header: bearer})
	note(asked{method: "PUT", path: "/api/v1/me/password", body: `{"current":"` + wrong + `","new":"` + wrong + `!"}`, cookie: cookie})
	note(asked{method: "PUT", path: "/api/v1/me/password", body: `{"new":"` + wrong, header: bearer})
	note(asked{method: "POST", path: "/api/v1/users", body: `{"name":"x","api_key":"` + chosen + `"}`, header: [2]string{"Authorization", "Bearer " + rootKey}})
	note(asked{method: "POST", path: "/api/v1/me/keys", body: `{"api_key":"` + chosen + `"}`, header: bearer})
	note(asked{method: "POST", path: "/login", body: "token=" + token + "x", form: true})
	note(asked{method: "GET", path: "/api/v1/session", cookie: cookie})
	for _, path := range []string{"/api/v1/me", "/api/v1/me/keys", "/api/v1/users", "/api/v1/users/ann/keys", "/api/v1/nothing", "/api/v1/me?key=" + chosen} {
		note(asked{method: "GET", path: path, header: bearer})
		note(asked{method: "GET", path: path, header: [2]string{"Authorization", "Bearer " + chosen + "x"}})
	}
	families, err := s.registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	var metrics strings.Builder
	for _, f := range families {
		metrics.WriteString(f.String())
	}
	for where, text := range map[string]string{"answers": answers.String(), "log": s.logged.String(), "metrics": metrics.String()} {
		for what, secret := range secrets {
			if strings.Contains(text, secret) {
				t.Errorf("the %s holds the %s", where, what)
			}
		}
	}
	if !strings.Contains(s.logged.String(), "signed in") || answers.Len() < 1000 {
		t.Error("nothing was looked at")
	}
}
