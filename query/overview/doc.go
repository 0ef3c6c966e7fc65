// Package overview serves a project's overview: what it is, when it was last active,
// how much compute went into it; and of many projects when they were last active.
//
// To add a value: a field of Overview, and its expression in statement or its line in
// describe.
package overview

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"runledger/catalog"
	"runledger/eventlog"
	"runledger/internal/api"
	"runledger/query/read"
)

// Deps of the routes; all are needed.
type Deps struct {
	Reader  *read.Reader
	Catalog *catalog.Catalog
	Log     eventlog.Log
}

// Register mounts GET /api/v1/projects/{entity}/{project}/overview and POST
// /api/v1/projects:activity.
func Register(a huma.API, d Deps) {
	s := &service{d}
	api.Register(a, huma.Operation{
		Method: http.MethodGet, Path: "/api/v1/projects/{entity}/{project}/overview",
		OperationID: "project-overview", Summary: "What a project is, and what went into it", Tags: []string{"Projects"},
	}, s.get)
	api.Register(a, huma.Operation{
		Method: http.MethodPost, Path: "/api/v1/projects:activity", MaxBodyBytes: 1 << 20,
		OperationID: "projects-activity", Summary: "When projects were last active", Tags: []string{"Projects"},
	}, s.activity)
}

type service struct{ Deps }
