package api

import (
	"context"
	"errors"
	"net/http"
	"time"

	"runledger/catalog"
	"runledger/eventlog"
)

// From returns the problem that an error is to the client: itself, if it is one.
func From(err error) *Problem {
	var p *Problem
	var refusal catalog.Refusal
	var tooLong *http.MaxBytesError
	switch {
	case errors.As(err, &p):
		return p
	case errors.As(err, &refusal):
		return Refused(refusal.Verdict)
	case errors.As(err, &tooLong):
		return TooLarge("The body has more than %d bytes.", tooLong.Limit)
	case errors.Is(err, catalog.ErrNewerLog):
		return NewProblem(http.StatusServiceUnavailable, catalog.CodeNewerLog, "The log was written by a newer runledger, so this one doesn't answer.").
			With("Upgrade this process.").Because(err)
	case errors.Is(err, catalog.ErrAhead):
		return NotFound("The log doesn't reach there.").Because(err)
	case errors.Is(err, catalog.ErrPastBusy):
		return Unavailable(5*time.Second, "What was so then has to be put together first, and that takes its time.").Because(err)
	case errors.Is(err, eventlog.ErrTooLarge):
		return TooLarge("More bytes at once than the log takes.").Because(err)
	case errors.Is(err, eventlog.ErrUnavailable), errors.Is(err, eventlog.ErrClosed):
		return Unavailable(time.Second, "The event log can't be reached. It isn't known whether the request counts: repeat it unchanged.").Because(err)
	case errors.Is(err, context.DeadlineExceeded):
		return Unavailable(time.Second, "It took too long. It isn't known whether the request counts: repeat it unchanged.").Because(err)
	case errors.Is(err, context.Canceled):
		return Unavailable(time.Second, "The request was given up.").Because(err)
	}
	return Internal(err)
}

// refusals maps the fold's codes to statuses.
var refusals = map[string]int{
	catalog.CodeInvalid:         http.StatusUnprocessableEntity,
	catalog.CodeUnauthenticated: http.StatusUnauthorized,
	catalog.CodeForbidden:       http.StatusForbidden,
	catalog.CodeNotFound:        http.StatusNotFound,
	catalog.CodeDeleted:         http.StatusNotFound,
	catalog.CodeExists:          http.StatusConflict,
	catalog.CodeConflict:        http.StatusConflict,
	catalog.CodeTooMany:         http.StatusUnprocessableEntity,
	catalog.CodeTooLarge:        http.StatusRequestEntityTooLarge,
	catalog.CodeNewerLog:        http.StatusServiceUnavailable,
}

// Refused returns the problem that a refusal by the fold is.
func Refused(v catalog.Verdict) *Problem {
	status, ok := refusals[v.Code]
	if !ok {
		return Internal(errors.New("refused: " + v.Code + ": " + v.Reason))
	}
	return NewProblem(status, v.Code, "%s", sentence(v.Reason))
}

// sentence begins with a capital letter and ends with a full stop.
func sentence(s string) string {
	if s == "" {
		return s
	}
	if c := s[0]; c >= 'a' && c <= 'z' {
		s = string(c-'a'+'A') + s[1:]
	}
	if last := s[len(s)-1]; last != '.' && last != '?' {
		s += "."
	}
	return s
}
