package cataloghttp

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"runledger/catalog"
	"runledger/event/pb"
	"runledger/internal/api"
)

// registerUserEdits adds what changes users and the keys of others.
func (s *service) registerUserEdits(a huma.API) {
	const user = "/api/v1/users/{name}"
	api.Register(a, patch("edit-user", user, "Users", "Change a user"), s.editUser)
	api.Register(a, get("list-user-keys", user+"/keys", "Users", "A user's API keys"), s.listUserKeys)
	api.Register(a, post("create-user-key", user+"/keys", "Users", "Create an API key for a user"), s.createUserKey)
	api.Register(a, del("revoke-user-key", user+"/keys/{id}", "Users", "Revoke a user's API key"), s.revokeUserKey)
}

type userEdit struct {
	Command
	Name    string `path:"name"`
	IfMatch string `header:"If-Match" doc:"ETag of the user that the change was made for"`
	Body    struct {
		Admin *bool   `json:"admin,omitempty" doc:"May do everything; by administrators only"`
		Email *string `json:"email,omitempty"`
	}
}

type userEdited struct {
	ETag string `header:"ETag"`
	Body struct {
		User
		Changed
	}
}

func (s *service) editUser(ctx context.Context, in *userEdit) (*userEdited, error) {
	expect, err := expected(in.IfMatch)
	if err != nil {
		return nil, err
	}
	v, c, err := s.do(ctx, in.IdempotencyKey, &pb.Event{
		Subject: subject("user", in.Name), Expect: expect,
		Body: &pb.Event_UserEdited{UserEdited: &pb.UserEdited{Name: in.Name, Admin: in.Body.Admin, Email: in.Body.Email}},
	})
	if err != nil {
		return nil, err
	}
	out := &userEdited{}
	out.Body.Changed = c
	s.cat.View(func(st *catalog.State) {
		u := st.UserByNo(v.User)
		out.ETag, out.Body.User = etag(u.Version), userOf(u)
	})
	return out, nil
}

type userNamed struct {
	Name string `path:"name"`
}

func (s *service) listUserKeys(ctx context.Context, in *userNamed) (*keyList, error) {
	who, out := api.PrincipalOf(ctx).User, &keyList{}
	out.Body.Keys = []key{}
	var u *catalog.User
	s.cat.View(func(st *catalog.State) {
		if u = st.UserByName(in.Name); u == nil || !who.Admin && who.No != u.No {
			u = nil
			return
		}
		for _, k := range st.Keys(u.No) {
			out.Body.Keys = append(out.Body.Keys, keyOf(k))
		}
	})
	if u == nil {
		return nil, api.NotFound("There's no user %q.", in.Name)
	}
	return out, nil
}

type userKeyCreate struct {
	Command
	Name string `path:"name"`
	Body newKey
}

func (s *service) createUserKey(ctx context.Context, in *userKeyCreate) (*keyCreated, error) {
	return s.addKey(ctx, in.Command, in.Name, in.Body)
}

type userKeyRevoke struct {
	Command
	Name string `path:"name"`
	ID   string `path:"id" doc:"Public id of the key"`
}

func (s *service) revokeUserKey(ctx context.Context, in *userKeyRevoke) (*done, error) {
	return s.dropKey(ctx, in.Command, in.Name, in.ID)
}
