package api

import (
	"context"
	"strconv"
	"strings"
	"time"

	"runledger/catalog"
	"runledger/event/pb"
)

// CommandWithin bounds how long a command waits for the log and the fold.
const CommandWithin = 15 * time.Second

// Command is what requests that change something have in common. Embed it in inputs.
type Command struct {
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"255" doc:"A name for this request: a repetition under the same name within 24 hours changes nothing and gets the same answer; where what it changed can't be shown any more, position, repeated and type alone"`
}

// Changed is what answers to changes have in common. Embed it in bodies.
type Changed struct {
	Position string `json:"position" doc:"Reads with wait_for=POSITION include this change"`
	Action   uint64 `json:"action,omitempty" doc:"Number of this action in the log: it can be undone by it. None if nothing changed"`
	Repeated bool   `json:"repeated,omitempty" doc:"It had been so already: nothing changed"`
}

// Do makes the event a command of the request's principal, and returns the fold's
// verdict on it; a refusal is the error.
func Do(ctx context.Context, cat *catalog.Catalog, key string, e *pb.Event) (catalog.Verdict, Changed, error) {
	ctx, cancel := context.WithTimeout(ctx, CommandWithin)
	defer cancel()
	e.Actor = PrincipalOf(ctx).Actor(pb.Actor_KIND_USER)
	e.IdempotencyKey = key
	verdicts, pos, err := cat.Do(ctx, e)
	if err != nil {
		return catalog.Verdict{}, Changed{}, err
	}
	v := verdicts[0]
	c := Changed{Position: pos.String(), Repeated: v.Outcome == catalog.Repeated}
	if v.Outcome == catalog.Accepted {
		c.Action = pos.Actions - 1
	}
	return v, c, v.Err()
}

// SubjectOf names what an event is about.
func SubjectOf(kind, id string) *pb.Subject { return &pb.Subject{Kind: kind, Id: id} }

// ETag is a version as it stands in ETag and If-Match.
func ETag(version uint64) string { return `"` + strconv.FormatUint(version, 10) + `"` }

// Expected reads If-Match: 0 if it says nothing.
func Expected(ifMatch string) (uint64, error) {
	if ifMatch == "" || ifMatch == "*" {
		return 0, nil
	}
	v, err := strconv.ParseUint(strings.Trim(ifMatch, `"`), 10, 64)
	if err != nil || v == 0 {
		return 0, Invalid("If-Match holds %q, which isn't an ETag of ours.", ifMatch)
	}
	return v, nil
}
