package live

import (
	"cmp"
	"context"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"

	"runledger/catalog"
	"runledger/internal/api"
)

type input struct {
	Entity  string `path:"entity"`
	Project string `path:"project"`
	Since   string `query:"since" maxLength:"65536" doc:"Begin with what changed since: the id of an event, or the position of another answer"`
	Last    string `header:"Last-Event-ID" maxLength:"65536" doc:"The same, as browsers say it when they come back; it goes before since"`
}

const about = "Server-sent events, at most four a second. Event change: " +
	"what changed since the one before, in the tables too, so that reading it again shows it; its data is a LiveChange. " +
	"Event resync: what changed isn't known, read everything anew; its data is a LiveResync. " +
	"Every event has an id to go on from, on any server of an installation, for ten minutes; comments are signs of life, " +
	"and ids without an event move the place on. The stream ends when the client doesn't read, or may not see the project any more."

// Register mounts GET /api/v1/projects/{entity}/{project}/live.
func Register(a huma.API, h *Hub) {
	schemas := a.OpenAPI().Components.Schemas
	schemas.Schema(reflect.TypeFor[Change](), true, "LiveChange")
	schemas.Schema(reflect.TypeFor[Resync](), true, "LiveResync")
	api.Register(a, huma.Operation{
		OperationID: "live", Method: http.MethodGet, Path: "/api/v1/projects/{entity}/{project}/live",
		Summary: "What changes in a project, as it changes", Description: about, Tags: []string{"Projects"},
		Responses: map[string]*huma.Response{"200": {Description: "Events until one side ends it", Content: map[string]*huma.MediaType{
			"text/event-stream": {Schema: &huma.Schema{Type: huma.TypeString, Description: "Lines id, event and data; data is a LiveChange or a LiveResync"}},
		}}},
	}, func(ctx context.Context, in *input) (*huma.StreamResponse, error) {
		p, err := api.ReadableProject(ctx, h.o.Catalog, in.Entity, in.Project)
		if err != nil {
			return nil, err
		}
		who := api.PrincipalOf(ctx)
		var user catalog.UserNo
		if who.User != nil {
			user = who.User.No
		}
		c, first, err := h.join(user, p.No, cmp.Or(in.Last, in.Since))
		if err != nil {
			return nil, err
		}
		return &huma.StreamResponse{Body: func(hc huma.Context) {
			defer h.leave(c)
			r, w := humachi.Unwrap(hc)
			(&stream{h: h, c: c, project: p.No, by: who, w: w, r: r}).run(first)
		}}, nil
	})
}
