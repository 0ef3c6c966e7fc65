package cataloghttp

import (
	"context"

	"runledger/catalog"
	"runledger/event/pb"
	"runledger/internal/api"
	"runledger/internal/session"
)

// NewPassword is the body that sets one.
type NewPassword struct {
	Current string `json:"current,omitempty" maxLength:"1024" doc:"The password so far: needed to change your own in a session"`
	New     string `json:"new" maxLength:"1024" doc:"10 to 256 characters, not your name"`
}

type myPassword struct {
	Command
	Body NewPassword
}

type userPassword struct {
	Command
	Name string `path:"name"`
	Body NewPassword
}

func (p *people) setMyPassword(ctx context.Context, in *myPassword) (*done, error) {
	return p.changePassword(ctx, in.Command, api.PrincipalOf(ctx).User.Name, in.Body)
}

func (p *people) setPassword(ctx context.Context, in *userPassword) (*done, error) {
	return p.changePassword(ctx, in.Command, in.Name, in.Body)
}

func (p *people) changePassword(ctx context.Context, cmd Command, name string, body NewPassword) (*done, error) {
	if err := session.CheckPassword(name, body.New); err != nil {
		return nil, invalid("body.new", err)
	}
	who := api.PrincipalOf(ctx)
	if !who.User.Admin && who.User.Name != name {
		return nil, api.NotFound("There's no user %q.", name) // as the fold says, before any work
	}
	if who.Session && who.User.Name == name && who.User.Password != "" {
		if err := p.confirm(ctx, who, body.Current); err != nil {
			return nil, err
		}
	}
	if !who.User.Admin {
		if wait := p.changes.Take(who.User.Name); wait > 0 {
			return nil, api.TooMany(wait, "You have set your password very often.")
		}
	}
	hash, err := p.Passwords.Hash(ctx, body.New)
	if err != nil {
		return nil, busy(err)
	}
	return p.storePassword(ctx, cmd, name, hash)
}

// confirm asks who sits at a browser for the password: it may be somebody else by now.
func (p *people) confirm(ctx context.Context, who catalog.Principal, current string) error {
	address := api.ClientOf(ctx)
	at := address + " " + who.User.Name
	if err := p.attempt("password", p.byName.Take(at)); err != nil {
		return err
	}
	ok, err := p.passwords(ctx, who.User.Password, current)
	if err != nil {
		return err
	}
	if !ok {
		p.signIns.WithLabelValues("password", "wrong").Inc()
		return api.Forbidden("The current password is wrong.")
	}
	p.byName.Forget(at)
	return nil
}

type passwordRemove struct {
	Command
	Name string `path:"name"`
}

func (p *people) removePassword(ctx context.Context, in *passwordRemove) (*done, error) {
	return p.storePassword(ctx, in.Command, in.Name, "")
}

// storePassword ends all the user's sessions; the one that asks for it goes on as a
// new one.
func (p *people) storePassword(ctx context.Context, cmd Command, name, hash string) (*done, error) {
	_, c, err := p.do(ctx, cmd.IdempotencyKey, &pb.Event{
		Subject: subject("user", name),
		Body:    &pb.Event_UserPasswordSet{UserPasswordSet: &pb.UserPasswordSet{Name: name, Hash: hash}},
	})
	if err != nil {
		return nil, err
	}
	if who := api.PrincipalOf(ctx); who.Session && who.User.Name == name && !c.Repeated {
		cookie, _ := p.Cookies.Issue(uint32(who.User.No), p.userNamed(name).Sessions, p.logID())
		api.SetCookie(ctx, cookie)
	}
	return &done{c}, nil
}
