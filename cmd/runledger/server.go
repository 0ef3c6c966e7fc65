package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"time"
)

// httpServer listens from the first moment, so that health can be asked while the
// rest starts; routes are there once open was called.
type httpServer struct {
	settings httpSettings
	health   *health
	logger   *slog.Logger

	routes   atomic.Pointer[http.Handler] // nil: not open
	refusal  atomic.Pointer[http.Handler] // if set, it answers instead
	refused  chan struct{}                // closed then
	listener net.Listener
	server   *http.Server
}

// Bounds on clients. Bodies and answers may take their time (streams); heads may not.
const (
	headerTimeout = 10 * time.Second
	idleTimeout   = 2 * time.Minute
	headerBytes   = 64 << 10
)

func (s *httpServer) listen(ctx context.Context) error {
	if (s.settings.TLSCert == "") != (s.settings.TLSKey == "") {
		return errors.New("--tls-cert and --tls-key go together")
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", s.settings.Listen)
	if err != nil {
		return err
	}
	s.listener = l
	s.server = &http.Server{
		Handler: s, ReadHeaderTimeout: headerTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: headerBytes,
		ErrorLog: slog.NewLogLogger(s.logger.Handler(), slog.LevelDebug), // what clients do wrong
	}
	return nil
}

// serve works until drain, or until its context ends: then the start of a later part
// has failed, or was interrupted, and there is nothing to drain.
func (s *httpServer) serve(ctx context.Context) error {
	stop := context.AfterFunc(ctx, func() { _ = s.server.Close() })
	defer stop()
	var err error
	if s.settings.TLSCert != "" {
		err = s.server.ServeTLS(s.listener, s.settings.TLSCert, s.settings.TLSKey)
	} else {
		err = s.server.Serve(s.listener)
	}
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

func (s *httpServer) open(h http.Handler) {
	s.routes.Store(&h)
	s.health.set("")
}

// drain stops accepting and waits for the requests that run; what is left after ctx is cut.
func (s *httpServer) drain(ctx context.Context) error {
	s.health.set("stopping")
	if err := s.server.Shutdown(ctx); err != nil {
		return errors.Join(fmt.Errorf("requests were still running: %w", err), s.server.Close())
	}
	return nil
}

func (s *httpServer) close() error { return s.server.Close() }

// url is how this machine reaches the server.
func (s *httpServer) url() string {
	scheme := "http"
	if s.settings.TLSCert != "" {
		scheme = "https"
	}
	host, port, err := net.SplitHostPort(s.listener.Addr().String())
	if err != nil {
		return scheme + "://" + s.listener.Addr().String()
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return scheme + "://" + net.JoinHostPort(host, port)
}

// externalURL is how clients reach the server, without a slash at the end.
func (s *httpServer) externalURL() string {
	if s.settings.ExternalURL == nil {
		return s.url()
	}
	return strings.TrimSuffix(s.settings.ExternalURL.String(), "/")
}

func (s *httpServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	r = s.belowBase(r)
	if s.health.serveHTTP(w, r) {
		return
	}
	if refusal := s.refusal.Load(); refusal != nil {
		(*refusal).ServeHTTP(w, r)
		return
	}
	routes := s.routes.Load()
	if routes == nil {
		w.Header().Set("Content-Type", "application/problem+json")
		w.Header().Set("Retry-After", "1")
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = w.Write([]byte(`{"type":"about:blank","title":"Service Unavailable","status":503,"code":"starting","detail":"The server is starting. Try again in a second; /readyz says what isn't ready."}`))
		return
	}
	(*routes).ServeHTTP(w, r)
}

// belowBase takes the path of --external-url off, for proxies that pass it on.
func (s *httpServer) belowBase(r *http.Request) *http.Request {
	if s.settings.ExternalURL == nil {
		return r
	}
	base := strings.TrimSuffix(s.settings.ExternalURL.Path, "/")
	rest, ok := strings.CutPrefix(r.URL.Path, base)
	if base == "" || !ok || rest != "" && rest[0] != '/' {
		return r
	}
	u := *r.URL
	u.Path = "/" + strings.TrimPrefix(rest, "/")
	if u.RawPath != "" {
		u.RawPath = "/" + strings.TrimPrefix(strings.TrimPrefix(u.RawPath, base), "/")
	}
	out := *r
	out.URL = &u
	return &out
}
