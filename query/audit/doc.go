// Package audit serves the trail of what was decided, by whom, and what became of it.
// Its rows come from the log alone: there is no way to change or delete one.
//
// To add a filter: a field of Filter and a line in its conditions.
package audit

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"runledger/catalog"
	"runledger/internal/api"
	"runledger/query/read"
)

// Deps of the routes; all are needed.
type Deps struct {
	Reader  *read.Reader
	Catalog *catalog.Catalog
}

type trail struct{ Deps }

const about = "Newest first. With format=ndjson or csv all rows are streamed; if something fails in the middle, the connection is cut. Secrets read \"***\"."

// Register mounts GET /api/v1/audit (administrators), GET …/projects/{entity}/{project}/audit
// and GET /api/v1/admin/set-aside.
func Register(a huma.API, d Deps) {
	t := &trail{d}
	page := api.SchemaOf[Page](a)
	answers := map[string]*huma.Response{"200": {Description: "A page, or all rows", Content: map[string]*huma.MediaType{
		"application/json": {Schema: page}, "application/x-ndjson": {}, "text/csv": {},
	}}}
	op := func(path, id, summary string) huma.Operation {
		return huma.Operation{Method: http.MethodGet, Path: path, OperationID: id, Summary: summary, Description: about, Tags: []string{"Audit"}, Responses: answers}
	}
	api.Register(a, op("/api/v1/audit", "audit", "Everything that was decided (administrators)"), t.global)
	api.Register(a, op("/api/v1/projects/{entity}/{project}/audit", "project-audit", "What was decided about a project and its runs"), t.project)
	api.Register(a, huma.Operation{Method: http.MethodGet, Path: "/api/v1/admin/set-aside", OperationID: "set-aside",
		Summary: "Records that couldn't be applied (administrators)", Tags: []string{"Administration"}}, t.setAside)
}

func adminOnly(ctx context.Context) error {
	if !api.PrincipalOf(ctx).User.Admin {
		return api.NotFound("There's nothing at this address.")
	}
	return nil
}
