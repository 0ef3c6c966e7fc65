package wandb

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/prometheus/client_golang/prometheus"

	"runledger/blob"
	"runledger/catalog"
	"runledger/event/pb"
	"runledger/eventlog"
	"runledger/ingest"
	"runledger/internal/position"
	"runledger/internal/progress"
)

// Catalog is what this package needs of the fold. *catalog.Catalog is one.
type Catalog interface {
	View(f func(*catalog.State))
	Do(ctx context.Context, events ...*pb.Event) ([]catalog.Verdict, position.Position, error)
	Fresh(ctx context.Context) error
	Authenticate(key string) (catalog.Principal, bool)
	Partitions() int
}

// Writer makes runs and telemetry durable; it returns when they are. *ingest.Writer
// is one.
type Writer interface {
	EnsureRuns(ctx context.Context, who catalog.Principal, wanted []ingest.RunWanted) ([]ingest.RunRef, []error)
	Append(ctx context.Context, events []*pb.Event) (position.Position, error)
	// Admit and Spend hold an API key to its rates.
	Admit(key string) error
	Spend(key string, points int)
	// ReadBody returns a body, decompressed and bounded; release it when it's done with.
	ReadBody(w http.ResponseWriter, r *http.Request) (data []byte, release func(), err error)
}

// Ends says how far a partition of the log reaches. eventlog.Log is one.
type Ends interface {
	Bounds(ctx context.Context, t eventlog.Topic, partition int) (eventlog.Bounds, error)
}

// Tables reads what trainers say of a run. The caller has waited until the run's last
// acknowledged record is in the tables. A run that said nothing yet is the zero value.
type Tables interface {
	RunData(ctx context.Context, run *catalog.Run) (RunData, error)
}

// RunData is what a run's trainer says of it, as of now.
type RunData struct {
	State      string // running, preempting, finished, failed, killed, crashed; "" = said nothing yet
	ExitCode   *int32
	LastActive time.Time
	Config     []byte // JSON object with bare NaN and Infinity; a person's edits are in it
	Summary    []byte // likewise

	HistoryLines, EventLines, ConsoleLines uint64 // of each W&B file
}

// Options are what a Server depends on. Tables may be nil: then what needs them isn't
// served. MaxFile bounds one uploaded file, in bytes.
type Options struct {
	Catalog     Catalog
	Writer      Writer
	Log         Ends
	Board       *progress.Board
	Tables      Tables
	Blobs       *blob.Store
	Signer      *blob.Signer
	ExternalURL string // how clients reach this server, without a slash at the end
	MaxFile     int64  // default 2 GiB
	Clock       func() time.Time
	Logger      *slog.Logger
	Registerer  prometheus.Registerer
}

// Server answers the wandb SDK.
type Server struct {
	Options
	base    string // path of ExternalURL, which clients put before every path
	schemas schemas
	live    *liveRuns
	metrics *metrics
}

// New returns a Server. It has no goroutines and nothing to close.
func New(o Options) (*Server, error) {
	external, err := url.Parse(o.ExternalURL)
	if err != nil || external.Host == "" {
		return nil, fmt.Errorf("wandb: external URL %q: scheme and host are needed", o.ExternalURL)
	}
	if o.MaxFile == 0 {
		o.MaxFile = 2 << 30
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	s := &Server{Options: o, live: newLiveRuns(), metrics: newMetrics(o.Registerer)}
	s.schemas, err = newSchemas(&resolver{s}, s.panicked)
	return s, err
}

// Mount adds the routes. Their answers are never 405, 406, 408, 411 or 415: the client
// would repeat the request for days.
func (s *Server) Mount(r chi.Router) {
	r.HandleFunc("/graphql", s.authenticated(s.graphql))
	r.HandleFunc("/files/*", s.files)
	r.HandleFunc("/sdk/otel/*", absent) // before any look at a key: only 404 turns the client's telemetry off
	r.HandleFunc("/oidc/token", absent)
	r.Get("/ready", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok\n")) })
}

func absent(w http.ResponseWriter, _ *http.Request) {
	refuse(http.StatusNotFound, "not_found", "there is nothing here").write(w)
}

// files tells the requests below /files apart: uploads and downloads, whose address
// carries their permission, and file_stream, a POST that needs a key. An entity may be
// called like a prefix, and a file file_stream.
func (s *Server) files(w http.ResponseWriter, r *http.Request) {
	_, path, _ := strings.Cut(r.URL.EscapedPath(), "/files/")
	segments := strings.Split(path, "/")
	for i, seg := range segments {
		plain, err := url.PathUnescape(seg)
		if err != nil {
			s.answer(w, r, refuse(http.StatusNotFound, "not_found", "bad path %q", path))
			return
		}
		segments[i] = plain
	}
	switch {
	case len(segments) > 2 && segments[0] == uploadPrefix && r.Method == http.MethodPut:
		s.upload(w, r, segments[1], strings.Join(segments[2:], "/"))
	case len(segments) > 2 && segments[0] == contentPrefix && r.Method != http.MethodPost:
		s.download(w, r, segments[1], strings.Join(segments[2:], "/"))
	case len(segments) == 4 && segments[3] == "file_stream":
		s.authenticated(func(w http.ResponseWriter, r *http.Request) {
			s.fileStream(w, r, segments[0], segments[1], segments[2])
		})(w, r)
	default:
		s.answer(w, r, refuse(http.StatusNotFound, "not_found", "there is nothing here"))
	}
}

// answer writes an error once: as an answer, a count and, if it is ours to mend, a log line.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, err error) {
	refusal := asRefusal(err)
	s.metrics.refused.WithLabelValues(refusal.reason).Inc()
	if refusal.status >= 500 && !errors.Is(err, context.Canceled) {
		s.Logger.Warn("wandb: request failed", "path", r.URL.Path, "status", refusal.status, "error", err)
	}
	refusal.write(w)
}

func (s *Server) panicked(_ context.Context, value any) {
	s.Logger.Error("wandb: a resolver panicked", "value", value)
}
