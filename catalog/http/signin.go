package cataloghttp

import (
	"context"
	"errors"
	"net/http"
	"time"

	"runledger/catalog"
	"runledger/event/pb"
	"runledger/internal/api"
	"runledger/internal/session"
)

type signInRequest struct {
	Body struct {
		Name     string `json:"name" maxLength:"60"`
		Password string `json:"password" maxLength:"1024"`
	}
}

// Session is whose session a request belongs to.
type Session struct {
	User
	Expires time.Time `json:"expires" doc:"The end, if it isn't used before; use moves it on, up to 30 days after the sign-in"`
}

type sessionAnswer struct{ Body Session }

// signIn answers alike, and takes as long, whether it was the name or the password
// that was wrong.
func (p *people) signIn(ctx context.Context, in *signInRequest) (*sessionAnswer, error) {
	if err := api.CheckOrigin(ctx); err != nil {
		return nil, err
	}
	address := api.ClientOf(ctx)
	at := address + " " + in.Body.Name
	if err := p.attempt("password", p.byAddress.Take(address)); err != nil {
		return nil, err
	}
	if err := p.attempt("password", p.byName.Take(at)); err != nil {
		return nil, err
	}
	if err := api.Fresh(ctx, p.cat); err != nil {
		return nil, err
	}
	u := p.userNamed(in.Body.Name)
	ok, err := p.passwords(ctx, u.Password, in.Body.Password)
	if err != nil {
		p.signIns.WithLabelValues("password", "busy").Inc()
		return nil, err
	}
	if !ok {
		p.signIns.WithLabelValues("password", "wrong").Inc()
		p.Logger.Info("a sign-in failed", "address", address) // a name might be a password in the wrong place
		return nil, api.NewProblem(http.StatusUnauthorized, "unauthenticated", "The name or the password is wrong.").
			With("An administrator can set another password, or make an address that signs you in.")
	}
	p.byAddress.Right(address)
	p.byName.Forget(at)
	t := p.begin(ctx, u, "password")
	return &sessionAnswer{Session{userOf(u), t.Expires.UTC()}}, nil
}

// attempt is the answer to somebody who has to wait.
func (p *people) attempt(how string, wait time.Duration) error {
	if wait == 0 {
		return nil
	}
	p.signIns.WithLabelValues(how, "throttled").Inc()
	return api.TooMany(wait, "Too many wrong attempts came from here.")
}

// userNamed returns the user, and somebody without a password if there's none of the
// name.
func (p *people) userNamed(name string) *catalog.User {
	u := &catalog.User{}
	p.cat.View(func(s *catalog.State) {
		if known := s.UserByName(name); known != nil {
			u = known
		}
	})
	return u
}

func (p *people) passwords(ctx context.Context, stored, given string) (bool, error) {
	ok, err := p.Passwords.Verify(ctx, stored, given)
	return ok, busy(err)
}

func busy(err error) error {
	if errors.Is(err, session.ErrBusy) {
		return api.Unavailable(2*time.Second, "Too many passwords are being checked.").Because(err)
	}
	return err
}

// begin starts a session and puts its cookie into the answer.
func (p *people) begin(ctx context.Context, u *catalog.User, how string) session.Ticket {
	c, t := p.Cookies.Issue(uint32(u.No), u.Sessions, p.logID())
	api.SetCookie(ctx, c)
	p.signIns.WithLabelValues(how, "ok").Inc()
	p.Logger.Info("signed in", "user", u.Name, "how", how, "address", api.ClientOf(ctx))
	return t
}

func (p *people) logID() (id string) {
	p.cat.View(func(s *catalog.State) { id = s.LogID() })
	return id
}

func (p *people) session(ctx context.Context, _ *struct{}) (*sessionAnswer, error) {
	t, ok := api.TicketOf(ctx)
	if !ok {
		return nil, api.NotFound("The request came with an API key, not by a session.").With("Ask /api/v1/me.")
	}
	return &sessionAnswer{Session{userOf(api.PrincipalOf(ctx).User), t.Expires.UTC()}}, nil
}

// signOut works without a session too: whoever wants out is out.
func (p *people) signOut(ctx context.Context, _ *struct{}) (*struct{}, error) {
	if err := api.CheckOrigin(ctx); err != nil {
		return nil, err
	}
	api.SetCookie(ctx, p.Cookies.Clear())
	return nil, nil
}

func (p *people) signOutEverywhere(ctx context.Context, in *Command) (*done, error) {
	me := api.PrincipalOf(ctx).User
	_, c, err := p.do(ctx, in.IdempotencyKey, &pb.Event{
		Subject: subject("user", me.Name),
		Body:    &pb.Event_UserSignedOut{UserSignedOut: &pb.UserSignedOut{Name: me.Name}},
	})
	if err != nil {
		return nil, err
	}
	api.SetCookie(ctx, p.Cookies.Clear())
	return &done{c}, nil
}
