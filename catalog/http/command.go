package cataloghttp

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"runledger/catalog"
	"runledger/event/pb"
	"runledger/internal/api"
)

type service struct{ cat *catalog.Catalog }

// What commands have in common with those of other packages.
type (
	Command = api.Command
	Changed = api.Changed
)

// do makes the event a command of the request's principal.
func (s *service) do(ctx context.Context, key string, e *pb.Event) (catalog.Verdict, Changed, error) {
	return api.Do(ctx, s.cat, key, e)
}

func subject(kind, id string) *pb.Subject { return api.SubjectOf(kind, id) }

func etag(version uint64) string { return api.ETag(version) }

func expected(ifMatch string) (uint64, error) { return api.Expected(ifMatch) }

func operation(method, id, path, tag, summary string) huma.Operation {
	return huma.Operation{OperationID: id, Method: method, Path: path, Tags: []string{tag}, Summary: summary}
}

func get(id, path, tag, summary string) huma.Operation {
	return operation(http.MethodGet, id, path, tag, summary)
}

func post(id, path, tag, summary string) huma.Operation {
	return operation(http.MethodPost, id, path, tag, summary)
}

func patch(id, path, tag, summary string) huma.Operation {
	return operation(http.MethodPatch, id, path, tag, summary)
}

func del(id, path, tag, summary string) huma.Operation {
	o := operation(http.MethodDelete, id, path, tag, summary)
	o.DefaultStatus = http.StatusOK
	return o
}
