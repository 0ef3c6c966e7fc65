package api

import (
	"net/http"
	"time"
)

// The problems that several routes know. A code is stable; see also the codes of
// package catalog, which come through unchanged.

// NotFound: it isn't there, or the client may not see it; it isn't said which.
func NotFound(format string, args ...any) *Problem {
	return NewProblem(http.StatusNotFound, "not_found", format, args...)
}

// Forbidden: the client sees it but may not do this.
func Forbidden(format string, args ...any) *Problem {
	return NewProblem(http.StatusForbidden, "forbidden", format, args...)
}

// Invalid: the request breaks a rule (422).
func Invalid(format string, args ...any) *Problem {
	return NewProblem(http.StatusUnprocessableEntity, "invalid", format, args...)
}

// Malformed: the request can't be read (400).
func Malformed(format string, args ...any) *Problem {
	return NewProblem(http.StatusBadRequest, "malformed", format, args...)
}

// Conflict: it has changed in the meantime, or contradicts what is there.
func Conflict(format string, args ...any) *Problem {
	return NewProblem(http.StatusConflict, "conflict", format, args...)
}

// TooLarge: more bytes than allowed.
func TooLarge(format string, args ...any) *Problem {
	return NewProblem(http.StatusRequestEntityTooLarge, "too_large", format, args...)
}

// UnsupportedMedia: a content type or encoding that the route doesn't take.
func UnsupportedMedia(format string, args ...any) *Problem {
	return NewProblem(http.StatusUnsupportedMediaType, "unsupported_media_type", format, args...)
}

// TooMany: the client should slow down and repeat the same after a while.
func TooMany(after time.Duration, format string, args ...any) *Problem {
	p := NewProblem(http.StatusTooManyRequests, "too_many_requests", format, args...)
	p.RetryAfter = after
	return p
}

// Unavailable: the server can't now; repeating the same after a while is harmless.
func Unavailable(after time.Duration, format string, args ...any) *Problem {
	p := NewProblem(http.StatusServiceUnavailable, "unavailable", format, args...)
	p.RetryAfter = after
	return p
}

// NotYet: what was waited for hasn't arrived in time.
func NotYet(format string, args ...any) *Problem {
	p := NewProblem(http.StatusServiceUnavailable, "not_yet", format, args...)
	p.RetryAfter = time.Second
	return p
}

// Unauthenticated: no key, or one that opens nothing.
func Unauthenticated(format string, args ...any) *Problem {
	return NewProblem(http.StatusUnauthorized, "unauthenticated", format, args...).
		With("Send an API key: Authorization: Bearer KEY.")
}

// Internal: the fault is ours; the cause is logged.
func Internal(cause error) *Problem {
	return NewProblem(http.StatusInternalServerError, "internal", "Something went wrong here. The server's log says more under the request id.").Because(cause)
}
