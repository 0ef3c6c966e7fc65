package api

import (
	"context"
	"net/http"

	"runledger/catalog"
	"runledger/internal/session"
)

// bySession returns whose session cookie the request carries. What changes something
// must come from a page of this server: a cookie goes along with requests that other
// sites' pages make.
func bySession(r *http.Request, cat *catalog.Catalog) (catalog.Principal, error) {
	info := requestOf(r.Context())
	if info == nil || info.frame.cookies == nil || !info.frame.cookies.Sent(r) {
		return catalog.Principal{}, Unauthenticated("There's no API key in the request, and no session.")
	}
	t, u, log := sessionOf(r, cat)
	if u == nil {
		if err := Fresh(r.Context(), cat); err != nil {
			return catalog.Principal{}, err
		}
		if t, u, log = sessionOf(r, cat); u == nil {
			return catalog.Principal{}, NewProblem(http.StatusUnauthorized, "unauthenticated", "The session has ended.").With("Sign in again.")
		}
	}
	if err := info.checkOrigin(); err != nil {
		return catalog.Principal{}, err
	}
	t, later := info.frame.cookies.Renew(t, log)
	if later != nil {
		SetCookie(r.Context(), later)
	}
	info.ticket = t
	return catalog.Principal{User: u, Session: true}, nil
}

// sessionOf returns the ticket of the request's cookie and whose it is, as far as the fold
// is: no user, if it is no ticket of this log, the user is gone, or all sessions were
// ended since. A fold that has just begun doesn't know its log's id either.
func sessionOf(r *http.Request, cat *catalog.Catalog) (t session.Ticket, u *catalog.User, log string) {
	cat.View(func(s *catalog.State) {
		log = s.LogID()
		var good bool
		if t, good = requestOf(r.Context()).frame.cookies.Read(r, log); good {
			u = s.UserByNo(catalog.UserNo(t.User))
		}
	})
	if u != nil && (u.Deleted || u.Sessions != t.Session) {
		u = nil
	}
	return t, u, log
}

func (i *request) checkOrigin() error {
	if err := i.frame.sameOrigin.Check(i.request); err != nil {
		i.frame.metrics.refused.WithLabelValues("csrf").Inc()
		return NewProblem(http.StatusForbidden, "csrf", "A page of another site made this request in your name.").
			With("Use pages of this server, or send an API key.").Because(err)
	}
	return nil
}

// CheckOrigin refuses (403) what a page of another site makes a browser do: for public
// routes that set a session's cookie.
func CheckOrigin(ctx context.Context) error {
	if info := requestOf(ctx); info != nil {
		return info.checkOrigin()
	}
	return nil
}

// SetCookie puts the session's cookie into the answer, instead of one that was there.
func SetCookie(ctx context.Context, c *http.Cookie) {
	if info := requestOf(ctx); info != nil {
		info.header.Set("Set-Cookie", c.String())
	}
}

// TicketOf is the session that made the request; false if a key did.
func TicketOf(ctx context.Context) (session.Ticket, bool) {
	if info := requestOf(ctx); info != nil {
		return info.ticket, info.ticket.User != 0
	}
	return session.Ticket{}, false
}
