package cataloghttp

import (
	"context"
	"time"

	"runledger/catalog"
	"runledger/event/pb"
	"runledger/internal/api"
)

type userCreate struct {
	Command
	Body struct {
		Name   string `json:"name" doc:"1 to 60 letters, digits, '_' and '-', a letter or digit first; also the name of the user's own entity" example:"ann"`
		APIKey string `json:"api_key,omitempty" doc:"The user's first API key, 40 to 128 letters, digits, '_' and '-'; generated if left out"`
		Admin  bool   `json:"admin,omitempty" doc:"May do everything"`
		Email  string `json:"email,omitempty"`

		Service bool `json:"service,omitempty" doc:"A machine's account: API keys only, no password"`
	}
}

type userCreated struct {
	Body struct {
		User
		APIKey string `json:"api_key,omitempty" doc:"The generated key. It isn't stored and never shown again"`
		Changed
	}
}

type User struct {
	Name    string    `json:"name"`
	Admin   bool      `json:"admin"`
	Email   string    `json:"email,omitempty"`
	Service bool      `json:"service,omitempty"`
	Created time.Time `json:"created"`
}

func userOf(u *catalog.User) User {
	return User{Name: u.Name, Admin: u.Admin, Email: u.Email, Service: u.Service, Created: u.Created.UTC()}
}

func (s *service) createUser(ctx context.Context, in *userCreate) (*userCreated, error) {
	if err := notReserved(in.Body.Name); err != nil {
		return nil, err
	}
	key, generated := in.Body.APIKey, ""
	if key == "" {
		generated = catalog.NewAPIKey()
		key = generated
	} else if err := catalog.CheckAPIKey(key); err != nil {
		return nil, invalid("body.api_key", err)
	}
	v, c, err := s.do(ctx, in.IdempotencyKey, &pb.Event{
		Subject: subject("user", in.Body.Name),
		Body: &pb.Event_UserCreated{UserCreated: &pb.UserCreated{
			Name: in.Body.Name, Admin: in.Body.Admin, Email: in.Body.Email, Service: in.Body.Service, Key: catalog.NewKey("", "first key", key),
		}},
	})
	if err != nil {
		return nil, err
	}
	out := &userCreated{}
	out.Body.Changed = c
	if !c.Repeated { // of a repetition the first key counts, and that is gone
		out.Body.APIKey = generated
	}
	s.cat.View(func(st *catalog.State) { out.Body.User = userOf(st.UserByNo(v.User)) })
	return out, nil
}

type userList struct {
	Body struct {
		Users []User `json:"users" doc:"By creation; only you, unless you are an administrator"`
		Paged
		Then
	}
}

// Listing is what lists take that aren't of one project.
type Listing struct {
	Paging
	api.AsOf
}

func (s *service) listUsers(ctx context.Context, in *Listing) (*userList, error) {
	past, err := api.StateAsOf(ctx, s.cat, in.AsOf)
	if err != nil {
		return nil, err
	}
	me, out := api.PrincipalOf(ctx).User, &userList{}
	out.Body.Users, out.Body.Then = []User{}, thenOf(past)
	past.View(func(st *catalog.State) {
		var all []*catalog.User
		for _, u := range st.Users() {
			if !u.Deleted && (me.Admin || u.No == me.No) {
				all = append(all, u)
			}
		}
		all, out.Body.Paged, err = pageByNo(in.Paging, 'u', all, func(u *catalog.User) uint64 { return uint64(u.No) })
		for _, u := range all {
			out.Body.Users = append(out.Body.Users, userOf(u))
		}
	})
	return out, err
}

type userDelete struct {
	Command
	Name    string `path:"name"`
	IfMatch string `header:"If-Match" doc:"ETag of the user that is meant"`
}

type done struct{ Body Changed }

func (s *service) deleteUser(ctx context.Context, in *userDelete) (*done, error) {
	expect, err := expected(in.IfMatch)
	if err != nil {
		return nil, err
	}
	_, c, err := s.do(ctx, in.IdempotencyKey, &pb.Event{
		Subject: subject("user", in.Name), Expect: expect,
		Body: &pb.Event_UserDeleted{UserDeleted: &pb.UserDeleted{Name: in.Name}},
	})
	if err != nil {
		return nil, err
	}
	return &done{c}, nil
}

// invalid is a fault of one field, without its value: that may be a secret.
func invalid(location string, err error) error {
	p := api.Invalid("The request breaks a rule.")
	p.Errors = []api.FieldError{{Location: location, Message: err.Error()}}
	return p
}
