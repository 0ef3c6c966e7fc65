package httpch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"runledger/engine/chdb"
)

// Options say how to serve.
type Options struct {
	Library     *chdb.Library
	FirstArgs   []string // arguments of the first session: the folder, the config file, server settings
	SessionArgs []string // arguments of every other: the folder, defaults of settings

	// MaxQueries run at once; more wait in line for QueueWait and then get code 202.
	MaxQueries int
	QueueWait  time.Duration

	User, Password string // an empty password lets everybody in who can open the socket
	Logger         *slog.Logger
}

// Server answers the HTTP interface. It owns the engine in this process from Open to Close.
type Server struct {
	opts     Options
	allowed  credentials
	sessions *sessions
	killer   *killer
	slots    chan struct{}
	root     *chdb.Session // keeps the engine running

	name, version, timezone string

	// running are the requests being served; ending is cancelled to stop their statements.
	running sync.WaitGroup
	active  atomic.Int64
	served  atomic.Uint64
	ending  context.Context
	endAll  context.CancelFunc
}

// Open starts the engine.
func Open(opts Options) (*Server, error) {
	root, err := opts.Library.Connect(opts.FirstArgs...)
	if err != nil {
		return nil, err
	}
	control, err := opts.Library.Connect(opts.SessionArgs...)
	if err != nil {
		root.Close()
		return nil, err
	}
	s := &Server{
		opts:     opts,
		allowed:  newCredentials(opts.User, opts.Password),
		sessions: &sessions{library: opts.Library, args: opts.SessionArgs, keep: max(8, opts.MaxQueries/2)},
		killer:   newKiller(control),
		slots:    make(chan struct{}, opts.MaxQueries),
		root:     root,
	}
	s.ending, s.endAll = context.WithCancel(context.Background())
	about, err := root.QueryText("SELECT displayName(), version(), timezone()")
	if err != nil {
		s.Close()
		return nil, fmt.Errorf("ask the engine what it is: %w", err)
	}
	fields := strings.Split(strings.TrimSuffix(about, "\n"), "\t")
	if len(fields) != 3 {
		s.Close()
		return nil, fmt.Errorf("ask the engine what it is: it answered %q", about)
	}
	s.name, s.version, s.timezone = fields[0], fields[1], fields[2]
	return s, nil
}

// Version of the engine.
func (s *Server) Version() string { return s.version }

// Activity says how many requests are being served and how many were.
func (s *Server) Activity() (running int64, served uint64) { return s.active.Load(), s.served.Load() }

// CloseIdle closes idle sessions but for a few.
func (s *Server) CloseIdle() { s.sessions.trim(4) }

// Interrupt stops the statements that are running, so that their requests end with an error.
func (s *Server) Interrupt() { s.endAll() }

// Close waits for the requests being served and stops the engine. No request may come after it.
func (s *Server) Close() {
	s.running.Wait()
	s.endAll()
	s.sessions.close()
	s.killer.close()
	s.root.Close()
}

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/ping" || r.Method == http.MethodGet && r.URL.Path == "/" && r.URL.RawQuery == "" {
		io.WriteString(w, "Ok.\n")
		return
	}
	s.running.Add(1)
	s.active.Add(1)
	defer func() {
		s.served.Add(1)
		s.active.Add(-1)
		s.running.Done()
	}()
	a := &answer{w: w, version: s.version}
	if !s.allowed.allow(r) {
		a.fail(exception(codeAuthentication, "Authentication failed: password is incorrect, or there is no such user"))
		return
	}
	q, err := parseRequest(r)
	if err != nil {
		a.fail(err)
		return
	}
	a.e = q.encodings
	h := w.Header()
	h.Set("X-ClickHouse-Query-Id", q.queryID)
	h.Set("X-ClickHouse-Server-Display-Name", s.name)
	h.Set("X-ClickHouse-Timezone", s.timezone)

	raw := &patientBody{body: r.Body, patience: q.patience, control: http.NewResponseController(w)}
	body, done, err := decoded(raw, q.encodings)
	defer done()
	var st statement
	var rows io.Reader
	if err == nil {
		st, rows, err = readStatement(q.query, body)
	}
	if err == nil {
		err = permitted(st, q)
	}
	if err != nil {
		drain(raw)
		a.fail(err)
		return
	}
	if st.format == "" {
		st.format = q.format
	}
	h.Set("X-ClickHouse-Format", st.format)
	if isHello(st, q) {
		s.hello(a, q.revision)
		return
	}
	if rows == nil {
		// The rest of the connection's reads only watch for the client's going.
		_ = raw.control.SetReadDeadline(time.Time{})
	}
	if err := s.run(r.Context(), a, q, st, rows); err != nil {
		if !a.begun() {
			drain(raw)
		}
		a.fail(err)
	}
}

// permitted refuses what the interface doesn't let through.
func permitted(st statement, q *request) error {
	switch {
	case st.kind == kindEmpty:
		return exception(codeSyntaxError, "Syntax error: failed at position 1 (end of query): Empty query")
	case st.several:
		return exception(codeSyntaxError, "Syntax error (Multi-statements are not allowed)")
	case st.usesFiles:
		return exception(codeNotImplemented, "INTO OUTFILE and FROM INFILE belong to a client, not to the HTTP interface")
	case q.readOnly && st.kind != kindSelect && st.kind != kindShow:
		return exception(codeReadOnly, "Cannot execute query in readonly mode. For queries over HTTP, method GET implies readonly. You should use method POST for modifying queries")
	}
	return nil
}

// run takes a place in line and a session, and runs the statement the way its kind wants.
func (s *Server) run(request context.Context, a *answer, q *request, st statement, rows io.Reader) error {
	ctx, cancel := context.WithCancel(request)
	defer cancel()
	defer context.AfterFunc(s.ending, cancel)()

	leave, err := s.enter(ctx)
	if err != nil {
		return err
	}
	defer leave()
	session, err := s.sessions.take(q.database, q.settings)
	if err != nil {
		return err
	}
	defer s.sessions.give(session)

	switch {
	case st.kind == kindInsertRows:
		err = s.insert(a, session, q, st, rows)
	case st.kind == kindSelect && q.waitEnd:
		err = s.wait(ctx, a, session, q, st)
	case st.kind == kindSelect && streamable(st.format):
		err = s.stream(ctx, a, session, q, st)
	case st.kind == kindSelect:
		err = s.pipe(ctx, a, session, q, st)
	default:
		err = s.exec(ctx, a, session, q, st)
	}
	if err != nil {
		session.spoiled = true
	}
	return err
}

// enter waits for one of the places of running statements.
func (s *Server) enter(ctx context.Context) (leave func(), err error) {
	leave = func() { <-s.slots }
	select {
	case s.slots <- struct{}{}:
		return leave, nil
	default:
	}
	wait, cancel := context.WithTimeout(ctx, s.opts.QueueWait)
	defer cancel()
	select {
	case s.slots <- struct{}{}:
		return leave, nil
	case <-wait.Done():
	}
	if errors.Is(wait.Err(), context.DeadlineExceeded) {
		return nil, exception(codeTooManyQueries, "Too many simultaneous queries. Maximum: %d", s.opts.MaxQueries)
	}
	return nil, exception(codeQueryWasCancelled, "Query was cancelled")
}
