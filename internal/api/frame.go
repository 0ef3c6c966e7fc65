package api

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	"github.com/google/uuid"

	"runledger/internal/session"
)

// request is what the frame knows of a request; it travels in the context.
type request struct {
	id      string
	logger  *slog.Logger
	frame   *framework
	request *http.Request  // as it came
	header  http.Header    // of the answer
	ticket  session.Ticket // of the session that made it, if one did
}

type requestKey struct{}

func requestOf(ctx context.Context) *request {
	info, _ := ctx.Value(requestKey{}).(*request)
	return info
}

// RequestID is the id of the request that ctx belongs to; empty outside of one.
func RequestID(ctx context.Context) string {
	if info := requestOf(ctx); info != nil {
		return info.id
	}
	return ""
}

// frame is the outermost middleware: it gives the request its id, measures, logs at
// debug level (neither query strings nor headers: they hold secrets), and turns
// panics into problems.
func (f *framework) frame(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		ww := middleware.NewWrapResponseWriter(w, r.ProtoMajor)
		info := &request{id: requestID(r), logger: f.logger, frame: f, request: r, header: ww.Header()}
		r = r.WithContext(context.WithValue(r.Context(), requestKey{}, info))
		ww.Header().Set("X-Request-Id", info.id)
		f.headers.set(ww.Header())
		f.origins.allow(r, ww.Header())
		r.Body = http.MaxBytesReader(w, r.Body, f.maxBody)
		defer func() {
			f.recovered(ww, r, recover())
			f.observe(ww, r, time.Since(start))
		}()
		if f.origins.preflight(ww, r) {
			return
		}
		next.ServeHTTP(ww, r)
	})
}

// recovered answers for a handler that panicked. If a part of the answer is out
// already, the connection is cut: a client must not take it for whole.
func (f *framework) recovered(w middleware.WrapResponseWriter, r *http.Request, reason any) {
	if reason == nil {
		return
	}
	err, _ := reason.(error)
	if errors.Is(err, http.ErrAbortHandler) {
		panic(reason)
	}
	f.metrics.panics.Inc()
	f.logger.Error("a handler panicked", "request_id", RequestID(r.Context()), "route", routeOf(r), "panic", reason, "stack", string(debug.Stack()))
	if w.Status() != 0 {
		panic(http.ErrAbortHandler)
	}
	Write(w, r, Internal(errors.New("panic")))
}

func (f *framework) observe(w middleware.WrapResponseWriter, r *http.Request, took time.Duration) {
	route, status := routeOf(r), w.Status()
	if status == 0 {
		status = http.StatusOK
	}
	f.metrics.observe(r.Method, route, status, took, w.BytesWritten())
	if f.logger.Enabled(r.Context(), slog.LevelDebug) {
		path := r.URL.Path
		if strings.Contains(route, "{token}") { // it opens something
			path = route
		}
		f.logger.Debug("request", "request_id", RequestID(r.Context()), "method", r.Method, "route", route,
			"path", path, "status", status, "bytes", w.BytesWritten(), "ms", float64(took.Microseconds())/1000)
	}
}

// routeOf is the pattern of the route that took the request.
func routeOf(r *http.Request) string {
	if c := chi.RouteContext(r.Context()); c != nil {
		if p := c.RoutePattern(); p != "" && p != "/*" {
			return p
		}
	}
	return "unmatched"
}

// requestID is the client's, if it is decent, else a new one.
func requestID(r *http.Request) string {
	id := r.Header.Get("X-Request-Id")
	if len(id) == 0 || len(id) > 64 {
		return uuid.NewString()
	}
	for _, c := range []byte(id) {
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '.') {
			return uuid.NewString()
		}
	}
	return id
}

// LimitBody refuses bodies above n bytes for the routes below it (413).
func LimitBody(n int64) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			r.Body = http.MaxBytesReader(w, r.Body, n)
			next.ServeHTTP(w, r)
		})
	}
}
