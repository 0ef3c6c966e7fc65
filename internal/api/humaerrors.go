package api

import (
	"context"
	"errors"
	"net/http"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"
)

// useProblems makes huma's own errors problems of ours. huma keeps its constructor in
// a package variable, so this is done once for the whole program.
var useProblems = sync.OnceFunc(func() {
	huma.NewError = func(status int, msg string, errs ...error) huma.StatusError {
		return problemOf(nil, status, msg, errs)
	}
	huma.NewErrorWithContext = func(ctx huma.Context, status int, msg string, errs ...error) huma.StatusError {
		return problemOf(ctx, status, msg, errs)
	}
})

// problemOf makes a problem of what huma found wrong; of a handler's error that isn't
// a problem, huma makes status 500 with the error.
func problemOf(ctx huma.Context, status int, msg string, errs []error) *Problem {
	if status == http.StatusInternalServerError && len(errs) == 1 {
		p := *From(errs[0])
		if ctx != nil {
			r, _ := humachi.Unwrap(ctx)
			p.RequestID = RequestID(r.Context())
			logProblem(r, &p)
			for name := range p.GetHeaders() {
				ctx.SetHeader(name, p.GetHeaders().Get(name))
			}
		}
		return &p
	}
	p := NewProblem(status, codeOf(status), "%s", sentence(msg))
	if ctx != nil {
		p.RequestID = RequestID(ctx.Context())
	}
	for _, err := range errs {
		p.Errors = append(p.Errors, fieldError(err))
	}
	return p
}

func fieldError(err error) FieldError {
	if d, ok := err.(huma.ErrorDetailer); ok {
		return FieldError{Location: d.ErrorDetail().Location, Message: d.ErrorDetail().Message}
	}
	return FieldError{Message: err.Error()}
}

// codeOf is the code for a status that huma chose.
func codeOf(status int) string {
	switch status {
	case http.StatusBadRequest:
		return "malformed"
	case http.StatusRequestTimeout:
		return "timeout"
	case http.StatusNotAcceptable:
		return "not_acceptable"
	case http.StatusRequestEntityTooLarge:
		return "too_large"
	case http.StatusUnsupportedMediaType:
		return "unsupported_media_type"
	case http.StatusUnprocessableEntity:
		return "invalid"
	}
	return "failed"
}

// Tell completes an operation's error: problems get their request id, and what is
// worth it is logged. Handlers registered with Register do it by themselves.
func tell(ctx context.Context, err error) error {
	p := *From(err)
	p.RequestID = RequestID(ctx)
	if info := requestOf(ctx); info != nil && p.Status >= 500 {
		info.logger.Warn("request failed", "request_id", info.id, "status", p.Status, "error", p.Error())
	}
	return &p
}

// Register is huma.Register with errors told as problems, and repetitions of what was
// carried out before as such.
func Register[I, O any](a huma.API, o huma.Operation, handler func(context.Context, *I) (*O, error)) {
	if o.MaxBodyBytes == 0 {
		o.MaxBodyBytes = jsonMaxBody
	}
	huma.Register(a, o, func(ctx context.Context, in *I) (*O, error) {
		out, err := handler(ctx, in)
		if err == nil {
			return out, nil
		}
		var repeated *Repeated
		if err = orRepeated(ctx, err); errors.As(err, &repeated) {
			return nil, repeated
		}
		return nil, tell(ctx, err)
	})
	mayBeEmpty(a, o)
}
