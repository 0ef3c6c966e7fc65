package wandb

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"time"

	"runledger/catalog"
	"runledger/eventlog"
	"runledger/ingest"
	"runledger/internal/api"
)

// refusal is an answer that isn't a success. The client shows the message as it is.
// What the client does depends on the status alone: it gives up at once on 400, 401,
// 403, 404, 409, 410, 413, 422 and 501, and repeats everything else for up to a week,
// so no other 4xx may ever be answered.
type refusal struct {
	status  int
	reason  string // for the counter
	message string
	retry   time.Duration // Retry-After; 0 = not said
}

func (r *refusal) Error() string { return r.message }

// Extensions tells programs the reason.
func (r *refusal) Extensions() map[string]any { return map[string]any{"code": r.reason} }

func refuse(status int, reason, format string, args ...any) *refusal {
	return &refusal{status: status, reason: reason, message: fmt.Sprintf(format, args...)}
}

// statusOf is the status of a catalog's refusal.
var statusOf = map[string]int{
	catalog.CodeInvalid: http.StatusUnprocessableEntity, catalog.CodeUnauthenticated: http.StatusUnauthorized,
	catalog.CodeForbidden: http.StatusForbidden, catalog.CodeNotFound: http.StatusNotFound,
	catalog.CodeDeleted: http.StatusGone, catalog.CodeExists: http.StatusConflict, catalog.CodeConflict: http.StatusConflict,
	catalog.CodeTooMany: http.StatusUnprocessableEntity, catalog.CodeTooLarge: http.StatusRequestEntityTooLarge,
}

// asRefusal turns any error into an answer: what isn't one of ours is a passing
// failure that the client shall repeat.
func asRefusal(err error) *refusal {
	var r *refusal
	var verdict catalog.Refusal
	var problem *api.Problem
	switch {
	case errors.As(err, &r):
		return r
	case errors.As(err, &verdict) && statusOf[verdict.Code] != 0:
		return refuse(statusOf[verdict.Code], verdict.Code, "%s", verdict.Reason)
	case errors.As(err, &problem):
		return &refusal{statusOfProblem(problem), problem.Code, problem.Detail, problem.RetryAfter}
	case errors.Is(err, eventlog.ErrTooLarge):
		return refuse(http.StatusRequestEntityTooLarge, "too_large", "%v", err)
	case errors.Is(err, ingest.ErrBusy):
		return &refusal{http.StatusTooManyRequests, "busy", "the server is busy; try again in a moment", 2 * time.Second}
	case errors.Is(err, catalog.ErrNewerLog):
		return &refusal{http.StatusServiceUnavailable, "newer_log", "this server is older than its log", 30 * time.Second}
	case errors.Is(err, context.Canceled):
		return refuse(http.StatusServiceUnavailable, "client_gone", "the request was given up")
	}
	return &refusal{http.StatusServiceUnavailable, "unavailable", "the server can't take this now; try again in a moment", time.Second}
}

// statusOfProblem keeps to the statuses that mean to the client what they should: a body
// that came too slowly is worth another try, one in an unknown encoding isn't.
func statusOfProblem(p *api.Problem) int {
	switch {
	case p.Status == http.StatusRequestTimeout:
		return http.StatusServiceUnavailable
	case p.Status == http.StatusUnsupportedMediaType:
		return http.StatusBadRequest
	}
	return p.Status
}

// write answers a REST request with a refusal, in the form from which the client
// takes its message.
func (r *refusal) write(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/json")
	r.head(w)
	_ = json.NewEncoder(w).Encode(map[string]any{"errors": []map[string]any{{"message": r.message, "extensions": r.Extensions()}}})
}

// head writes the status, and when to come back.
func (r *refusal) head(w http.ResponseWriter) {
	if r.retry > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(r.retry.Seconds()))))
	}
	w.WriteHeader(r.status)
}
