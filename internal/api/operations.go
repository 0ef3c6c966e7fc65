package api

import (
	"encoding/json"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"

	"runledger/catalog"
)

const publicMark = "public"

// Public marks an operation that needs no key.
func Public(o huma.Operation) huma.Operation {
	o.Security = []map[string][]string{} // overrides the API's
	if o.Metadata == nil {
		o.Metadata = map[string]any{}
	}
	o.Metadata[publicMark] = true
	return o
}

// Describe adds an operation to the description whose handler is mounted on the
// router by itself, such as a stream.
func Describe(a huma.API, o huma.Operation) { a.OpenAPI().AddOperation(&o) }

// authenticate is Authenticated for huma's operations.
func authenticate(cat *catalog.Catalog) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		r, _ := humachi.Unwrap(ctx)
		if ctx.Operation().Metadata[publicMark] == true {
			if err := meterAddress(r); err != nil {
				writeHuma(ctx, r, err)
				return
			}
			next(ctx)
			return
		}
		p, err := meter(r, cat)
		if err != nil {
			writeHuma(ctx, r, err)
			return
		}
		next(huma.WithContext(ctx, WithPrincipal(ctx.Context(), p)))
	}
}

// writeHuma answers with a problem outside of an operation's handler.
func writeHuma(ctx huma.Context, r *http.Request, err error) {
	p := *From(err)
	p.RequestID = RequestID(ctx.Context())
	logProblem(r, &p)
	for name := range p.GetHeaders() {
		ctx.SetHeader(name, p.GetHeaders().Get(name))
	}
	ctx.SetHeader("Content-Type", p.ContentType(""))
	ctx.SetStatus(p.Status)
	_ = json.NewEncoder(ctx.BodyWriter()).Encode(&p) // the client may be gone
}

// Streams says what an operation answers whose handler writes by itself: content types,
// each with the schema of what comes, nil for what is no JSON.
func Streams(o huma.Operation, content map[string]*huma.Schema) huma.Operation {
	r := &huma.Response{Description: "OK", Content: map[string]*huma.MediaType{}}
	for kind, schema := range content {
		if schema == nil {
			schema = &huma.Schema{Type: huma.TypeString, Format: "binary"}
		}
		r.Content[kind] = &huma.MediaType{Schema: schema}
	}
	o.Responses = map[string]*huma.Response{"200": r}
	return o
}

// SchemaOf describes what is encoded as JSON.
func SchemaOf[T any](a huma.API) *huma.Schema {
	return a.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[T](), true, "")
}
