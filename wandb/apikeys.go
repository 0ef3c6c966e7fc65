package wandb

import (
	"context"
	"net/http"

	"github.com/graph-gophers/graphql-go"

	"runledger/catalog"
	"runledger/event/pb"
)

type apiKeyConnection struct{ Edges []apiKeyEdge }
type apiKeyEdge struct{ Node *apiKey }

// apiKey shows how a key begins; the key itself only where it is made.
type apiKey struct {
	ID          graphql.ID
	Name        *string
	Description *string
}

// APIKeys lists the user's keys.
func (u *userResolver) APIKeys() *apiKeyConnection {
	out := &apiKeyConnection{Edges: []apiKeyEdge{}}
	if !u.self {
		return out
	}
	u.s.Catalog.View(func(st *catalog.State) {
		for _, k := range st.Keys(u.user.No) {
			out.Edges = append(out.Edges, apiKeyEdge{&apiKey{graphql.ID(k.ID), &k.Prefix, &k.Label}})
		}
	})
	return out
}

type generateAPIKeyPayload struct{ APIKey *apiKey }

// GenerateAPIKey gives the caller another key. It is shown here and never again.
func (q *resolver) GenerateAPIKey(ctx context.Context, args struct{ Input struct{ Description *string } }) (*generateAPIKeyPayload, error) {
	secret, me := catalog.NewAPIKey(), principalOf(ctx).User
	b := catalog.NewKey(me.Name, text(args.Input.Description), secret)
	if _, err := q.act(ctx, "user", me.Name, &pb.Event{Body: &pb.Event_KeyCreated{KeyCreated: b}}); err != nil {
		return nil, err
	}
	return &generateAPIKeyPayload{&apiKey{graphql.ID(b.KeyId), &secret, &b.Label}}, nil
}

// DeleteAPIKey revokes a key of the caller, by its public id.
func (q *resolver) DeleteAPIKey(ctx context.Context, args struct{ Input struct{ ID *string } }) (*successPayload, error) {
	me, mine := principalOf(ctx).User, false
	id := text(args.Input.ID)
	q.Catalog.View(func(st *catalog.State) {
		k := st.KeyByID(id)
		mine = k != nil && k.User == me.No
	})
	if !mine {
		return nil, refuse(http.StatusNotFound, catalog.CodeNotFound, "you have no API key %q", id)
	}
	_, err := q.act(ctx, "user", me.Name, &pb.Event{Body: &pb.Event_KeyRevoked{KeyRevoked: &pb.KeyRevoked{User: me.Name, KeyId: id}}})
	if err != nil {
		return nil, err
	}
	return &successPayload{&yes}, nil
}
