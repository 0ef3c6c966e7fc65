package api

import (
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// Problem is an error as the client gets it (RFC 9457, application/problem+json).
type Problem struct {
	Type      string       `json:"type" doc:"Always about:blank; code says which problem it is"`
	Title     string       `json:"title" doc:"The status in words"`
	Status    int          `json:"status" doc:"HTTP status"`
	Code      string       `json:"code" doc:"Which problem, for programs; stable" example:"not_found"`
	Detail    string       `json:"detail" doc:"What happened, for people"`
	Hint      string       `json:"hint,omitempty" doc:"What to do about it"`
	Errors    []FieldError `json:"errors,omitempty" doc:"Single faults of the request"`
	RequestID string       `json:"request_id,omitempty" doc:"To find it in the server's log"`

	RetryAfter time.Duration `json:"-"` // header Retry-After, rounded up to seconds; 0 = none
	cause      error         // for the log, never for the client
}

// FieldError is a fault of one part of a request. It doesn't repeat the value: that
// may be a secret.
type FieldError struct {
	Location string `json:"location,omitempty" doc:"Where, e.g. body.tags[3]"`
	Code     string `json:"code,omitempty"`
	Message  string `json:"message"`
}

func (p *Problem) Error() string {
	if p.cause != nil {
		return fmt.Sprintf("%s: %s: %v", p.Code, p.Detail, p.cause)
	}
	return p.Code + ": " + p.Detail
}

// Unwrap returns what caused it.
func (p *Problem) Unwrap() error { return p.cause }

// GetStatus is for huma.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType is for huma.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// GetHeaders are the headers that belong to the problem; huma sends them too.
func (p *Problem) GetHeaders() http.Header {
	h := http.Header{}
	if p.RetryAfter > 0 {
		h.Set("Retry-After", strconv.FormatInt(int64((p.RetryAfter+time.Second-1)/time.Second), 10))
	}
	if p.Status == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", `Bearer realm="runledger"`)
	}
	return h
}

// With returns p with a hint.
func (p *Problem) With(hint string) *Problem {
	p.Hint = hint
	return p
}

// Because returns p with its cause, which is logged but not told.
func (p *Problem) Because(err error) *Problem {
	p.cause = err
	return p
}

// New returns a problem. The code is for programs, the detail for people.
func NewProblem(status int, code, format string, args ...any) *Problem {
	return &Problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Code: code, Detail: fmt.Sprintf(format, args...)}
}
