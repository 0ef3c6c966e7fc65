package session

import (
	"fmt"
	"net/http"
	"net/url"
	"time"
)

// Options of Cookies. Key and Clock are needed.
type Options struct {
	Key      []byte // the signing key that replicas share, at least 32 bytes
	External string // how clients reach the server: decides on name, path and Secure
	Clock    func() time.Time
}

// Cookies makes and reads the session cookie.
//
// Its name is __Host-runledger behind https; below a path __Secure-runledger, since
// __Host- is for the whole host; over http runledger with the port, since browsers
// send a cookie to all ports of a host.
type Cookies struct {
	tickets tickets
	clock   func() time.Time
	name    string
	path    string
	secure  bool
}

// NewCookies returns the Cookies of a server.
func NewCookies(o Options) (*Cookies, error) {
	t, err := newTickets(o.Key)
	if err != nil {
		return nil, err
	}
	u, err := url.Parse(o.External)
	if err != nil {
		return nil, fmt.Errorf("session cookie: external URL: %w", err)
	}
	c := &Cookies{tickets: t, clock: o.Clock, path: "/", secure: u.Scheme == "https"}
	below := u.Path != "" && u.Path != "/"
	if below {
		c.path = u.Path
	}
	switch {
	case c.secure && below:
		c.name = "__Secure-runledger"
	case c.secure:
		c.name = "__Host-runledger"
	case u.Port() != "":
		c.name = "runledger-" + u.Port()
	default:
		c.name = "runledger"
	}
	return c, nil
}

// Name of the cookie.
func (c *Cookies) Name() string { return c.name }

// Issue returns the cookie of a new sign-in; its value is like none before.
func (c *Cookies) Issue(user uint32, session uint64, log string) (*http.Cookie, Ticket) {
	t := issue(user, session, c.clock())
	return c.cookie(t, log), t
}

// Read returns the ticket that the request's cookie holds. Whether its session number
// still counts is for the caller. Of several cookies of the name, the first good one
// counts.
func (c *Cookies) Read(r *http.Request, log string) (Ticket, bool) {
	for _, k := range r.CookiesNamed(c.name) {
		if t, err := c.tickets.read(k.Value, log, c.clock()); err == nil {
			return t, true
		}
	}
	return Ticket{}, false
}

// Sent reports whether the request carries a session cookie, good or not.
func (c *Cookies) Sent(r *http.Request) bool { return len(r.CookiesNamed(c.name)) > 0 }

// Renew returns the ticket with a later end and its cookie; nil if it isn't due.
func (c *Cookies) Renew(t Ticket, log string) (Ticket, *http.Cookie) {
	later, due := t.renewed(c.clock())
	if !due {
		return t, nil
	}
	return later, c.cookie(later, log)
}

// Clear returns the cookie that takes the session's away.
func (c *Cookies) Clear() *http.Cookie {
	k := c.bare()
	k.MaxAge = -1
	return k
}

func (c *Cookies) cookie(t Ticket, log string) *http.Cookie {
	k := c.bare()
	k.Value = c.tickets.text(t, log)
	k.MaxAge = max(int(t.Expires.Sub(c.clock())/time.Second), 1)
	return k
}

func (c *Cookies) bare() *http.Cookie {
	return &http.Cookie{Name: c.name, Path: c.path, Secure: c.secure, HttpOnly: true, SameSite: http.SameSiteLaxMode}
}
