package cataloghttp

import (
	"context"
	"time"

	"runledger/catalog"
	"runledger/event/pb"
	"runledger/internal/api"
)

type me struct {
	Body struct {
		User
		Entity string `json:"entity" doc:"Where projects go when nothing else is said"`
		KeyID  string `json:"key_id,omitempty" doc:"Public id of the key that made this request; none of a session"`
	}
}

func (s *service) me(ctx context.Context, _ *struct{}) (*me, error) {
	p, out := api.PrincipalOf(ctx), &me{}
	out.Body.User, out.Body.Entity, out.Body.KeyID = userOf(p.User), p.User.Name, p.Key
	return out, nil
}

type key struct {
	ID      string     `json:"id" doc:"Public id"`
	Label   string     `json:"label,omitempty"`
	Prefix  string     `json:"prefix" doc:"The key's first characters, to recognise it"`
	Created time.Time  `json:"created"`
	Used    *time.Time `json:"used,omitempty" doc:"Last use, exact to an hour"`
}

func keyOf(k *catalog.Key) key {
	out := key{ID: k.ID, Label: k.Label, Prefix: k.Prefix, Created: k.Created.UTC()}
	if !k.Used.IsZero() {
		used := k.Used.UTC()
		out.Used = &used
	}
	return out
}

type keyList struct {
	Body struct {
		Keys []key `json:"keys"`
	}
}

func (s *service) listKeys(ctx context.Context, _ *struct{}) (*keyList, error) {
	out := &keyList{}
	out.Body.Keys = []key{}
	s.cat.View(func(st *catalog.State) {
		for _, k := range st.Keys(api.PrincipalOf(ctx).User.No) {
			out.Body.Keys = append(out.Body.Keys, keyOf(k))
		}
	})
	return out, nil
}

type keyCreate struct {
	Command
	Body newKey
}

type newKey struct {
	Label  string `json:"label,omitempty" doc:"What it is for"`
	APIKey string `json:"api_key,omitempty" doc:"40 to 128 letters, digits, '_' and '-'; generated if left out"`
}

type keyCreated struct {
	Body struct {
		ID     string `json:"id,omitempty"`
		APIKey string `json:"api_key,omitempty" doc:"The generated key. It isn't stored and never shown again"`
		Changed
	}
}

func (s *service) createKey(ctx context.Context, in *keyCreate) (*keyCreated, error) {
	return s.addKey(ctx, in.Command, api.PrincipalOf(ctx).User.Name, in.Body)
}

func (s *service) addKey(ctx context.Context, cmd Command, user string, in newKey) (*keyCreated, error) {
	secret, generated := in.APIKey, ""
	if secret == "" {
		generated = catalog.NewAPIKey()
		secret = generated
	} else if err := catalog.CheckAPIKey(secret); err != nil {
		return nil, invalid("body.api_key", err)
	}
	body := catalog.NewKey(user, in.Label, secret)
	_, c, err := s.do(ctx, cmd.IdempotencyKey, &pb.Event{
		Subject: subject("key", body.KeyId),
		Body:    &pb.Event_KeyCreated{KeyCreated: body},
	})
	if err != nil {
		return nil, err
	}
	out := &keyCreated{}
	if out.Body.Changed = c; !c.Repeated {
		out.Body.ID, out.Body.APIKey = body.KeyId, generated
	}
	return out, nil
}

type keyRevoke struct {
	Command
	ID string `path:"id" doc:"Public id of the key"`
}

func (s *service) revokeKey(ctx context.Context, in *keyRevoke) (*done, error) {
	return s.dropKey(ctx, in.Command, api.PrincipalOf(ctx).User.Name, in.ID)
}

func (s *service) dropKey(ctx context.Context, cmd Command, user, id string) (*done, error) {
	_, c, err := s.do(ctx, cmd.IdempotencyKey, &pb.Event{
		Subject: subject("key", id),
		Body:    &pb.Event_KeyRevoked{KeyRevoked: &pb.KeyRevoked{User: user, KeyId: id}},
	})
	if err != nil {
		return nil, err
	}
	return &done{c}, nil
}
