package httpch

import (
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
)

// credentials guard the interface. Without a password everybody who can open the socket may use it.
type credentials struct {
	user, password [sha256.Size]byte
	open           bool
}

func newCredentials(user, password string) credentials {
	return credentials{user: sha256.Sum256([]byte(user)), password: sha256.Sum256([]byte(password)), open: password == ""}
}

// allow checks a call. Both names are compared as hashes and always, so the time tells nothing.
func (c credentials) allow(r *http.Request) bool {
	if c.open {
		return true
	}
	user, password := claimed(r)
	u, p := sha256.Sum256([]byte(user)), sha256.Sum256([]byte(password))
	return subtle.ConstantTimeCompare(u[:], c.user[:])&subtle.ConstantTimeCompare(p[:], c.password[:]) == 1
}

// claimed takes the first of the three places where the interface accepts a name and a password.
func claimed(r *http.Request) (user, password string) {
	if u := r.Header.Get("X-ClickHouse-User"); u != "" {
		return u, r.Header.Get("X-ClickHouse-Key")
	}
	if u, p, ok := r.BasicAuth(); ok {
		return u, p
	}
	values := r.URL.Query()
	user = values.Get("user")
	if user == "" {
		user = "default"
	}
	return user, values.Get("password")
}
