package wandb

import (
	"context"
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/graph-gophers/graphql-go"
	gqlerrors "github.com/graph-gophers/graphql-go/errors"
)

//go:embed schema.graphql
var servedSDL string

//go:embed later.graphql
var laterSDL string

// maxDepth bounds how deep a document may nest; the client's deepest has 11 levels.
const maxDepth = 25

// schemas are what is served, with its resolvers, and what clients may ask at all.
type schemas struct {
	served *graphql.Schema
	known  *graphql.Schema // no resolvers: only to tell "not yet" from "no such thing"
}

func newSchemas(resolver any, log logFunc) (schemas, error) {
	served, err := graphql.ParseSchema(servedSDL, resolver, graphql.UseFieldResolvers(),
		graphql.MaxDepth(maxDepth), graphql.MaxParallelism(4), graphql.OverlapValidationLimit(100_000), graphql.Logger(log))
	if err != nil {
		return schemas{}, fmt.Errorf("wandb schema: %w", err)
	}
	known, err := graphql.ParseSchema(servedSDL+laterSDL, nil, graphql.MaxDepth(maxDepth))
	if err != nil {
		return schemas{}, fmt.Errorf("wandb schema of what is not served yet: %w", err)
	}
	return schemas{served, known}, nil
}

// exec answers a document. What isn't served yet is said by name.
func (s schemas) exec(ctx context.Context, q query) *graphql.Response {
	answer := s.served.Exec(ctx, q.Query, q.OperationName, q.Variables)
	if answer.Data != nil || !slices.ContainsFunc(answer.Errors, invalid) {
		return answer
	}
	wrong := s.known.ValidateWithVariables(q.Query, q.Variables)
	if len(wrong) > 0 {
		return &graphql.Response{Errors: wrong}
	}
	return &graphql.Response{Errors: []*gqlerrors.QueryError{{Message: notYet(answer.Errors)}}}
}

// invalid reports whether an error says that the document doesn't fit the schema.
func invalid(e *gqlerrors.QueryError) bool { return e.Rule != "" }

var missing = regexp.MustCompile(`Cannot query field "(\w+)" on type "(\w+)"|Unknown type "(\w+)"`)

// notYet names what a document asks for that isn't served. Unknown types are the
// arguments of unknown fields, so they are named only if there is no field.
func notYet(errs []*gqlerrors.QueryError) string {
	var fields, types []string
	for _, e := range errs {
		switch m := missing.FindStringSubmatch(e.Message); {
		case m == nil:
		case m[1] != "":
			fields = append(fields, m[2]+"."+m[1])
		default:
			types = append(types, m[3])
		}
	}
	if len(fields) == 0 {
		fields = types
	}
	slices.Sort(fields)
	return "not served yet: " + strings.Join(slices.Compact(fields), ", ")
}

// logFunc is how the executor reports a resolver's panic.
type logFunc func(ctx context.Context, value any)

// LogPanic implements the executor's log.Logger.
func (f logFunc) LogPanic(ctx context.Context, value any) { f(ctx, value) }
