package cataloghttp

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"runledger/catalog"
	"runledger/event/pb"
	"runledger/internal/api"
)

type service struct{ cat *catalog.Catalog }

// commandWithin bounds how long a command waits for the log and the fold.
const commandWithin = 15 * time.Second

// Command is what requests that change something have in common.
type Command struct {
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"255" doc:"A name for this request: a repetition under the same name within 24 hours changes nothing and gets the same answer"`
}

// Changed is what answers to changes have in common.
type Changed struct {
	Position string `json:"position" doc:"Reads with wait_for=POSITION include this change"`
	Repeated bool   `json:"repeated,omitempty" doc:"It had been so already: nothing changed"`
}

// do makes the events one command of the request's principal and returns the verdict
// on the first.
func (s *service) do(ctx context.Context, key string, e *pb.Event) (catalog.Verdict, Changed, error) {
	ctx, cancel := context.WithTimeout(ctx, commandWithin)
	defer cancel()
	e.Actor = api.PrincipalOf(ctx).Actor(pb.Actor_KIND_USER)
	e.IdempotencyKey = key
	verdicts, pos, err := s.cat.Do(ctx, e)
	if err != nil {
		return catalog.Verdict{}, Changed{}, err
	}
	v := verdicts[0]
	return v, Changed{Position: pos.String(), Repeated: v.Outcome == catalog.Repeated}, v.Err()
}

func subject(kind, id string) *pb.Subject { return &pb.Subject{Kind: kind, Id: id} }

// etag is a version as it stands in ETag and If-Match.
func etag(version uint64) string { return `"` + strconv.FormatUint(version, 10) + `"` }

// expected reads If-Match: 0 if it says nothing.
func expected(ifMatch string) (uint64, error) {
	if ifMatch == "" || ifMatch == "*" {
		return 0, nil
	}
	v, err := strconv.ParseUint(strings.Trim(ifMatch, `"`), 10, 64)
	if err != nil || v == 0 {
		return 0, api.Invalid("If-Match holds %q, which isn't an ETag of a run.", ifMatch)
	}
	return v, nil
}

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
