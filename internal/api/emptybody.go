package api

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// mayBeEmpty lets a POST come without a body where {} is a body that says it all: POST
// …/undo. huma looks at what is required when a request comes.
func mayBeEmpty(a huma.API, o huma.Operation) {
	item := a.OpenAPI().Paths[o.Path]
	if o.Method != http.MethodPost || item == nil || item.Post == nil || item.Post.RequestBody == nil {
		return
	}
	if m := item.Post.RequestBody.Content["application/json"]; m != nil && nothingNeeded(a, m.Schema) {
		item.Post.RequestBody.Required = false
	}
}

// nothingNeeded tells whether an object of the schema may be empty, and then is what no
// body at all is read as: without defaults.
func nothingNeeded(a huma.API, s *huma.Schema) bool {
	if s != nil && s.Ref != "" {
		s = a.OpenAPI().Components.Schemas.SchemaFromRef(s.Ref)
	}
	if s == nil || s.Type != huma.TypeObject || len(s.Required) > 0 {
		return false
	}
	for _, p := range s.Properties {
		if p.Default != nil {
			return false
		}
	}
	return true
}
