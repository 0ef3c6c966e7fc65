package backup

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"sync"
	"syscall"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"
	"github.com/prometheus/client_golang/prometheus"

	"runledger/internal/api"
)

// Path of the route.
const Path = "/api/v1/admin/backup"

// MediaType of a backup.
const MediaType = "application/x-tar"

// stalled is how long a client may take no piece: a backup that nobody fetches keeps
// files of the log on disk that are no longer needed.
const stalled = time.Minute

// Server streams backups, one at a time.
type Server struct {
	source  Source
	logger  *slog.Logger
	stalled time.Duration
	taking  sync.Mutex
	metrics *metrics
}

// NewServer returns the route's server.
func NewServer(s Source, logger *slog.Logger, r prometheus.Registerer) *Server {
	return &Server{source: s, logger: logger, stalled: stalled, metrics: newMetrics(r)}
}

// Register adds the route. It is for administrators; to others there is nothing here.
func (s *Server) Register(a huma.API) {
	api.Register(a, huma.Operation{
		Method: http.MethodGet, Path: Path, OperationID: "backup", Tags: []string{"Administration"},
		Summary: "A backup of everything, as a tar (administrators)",
		Description: "Streams the event log as of now, all files and the signing key; runledger restore makes a data folder of it. " +
			"The server goes on meanwhile. Its last entry is SHA256SUMS: a body without it isn't complete. One backup at a time; others get 409.",
		Responses: map[string]*huma.Response{"200": {Description: "The backup", Content: map[string]*huma.MediaType{MediaType: {}}}},
	}, s.get)
}

func (s *Server) get(ctx context.Context, _ *struct{}) (*huma.StreamResponse, error) {
	user := api.PrincipalOf(ctx).User
	if !user.Admin {
		return nil, api.NotFound("There's nothing at this address.")
	}
	if !s.taking.TryLock() {
		s.metrics.ended("busy")
		return nil, api.NewProblem(http.StatusConflict, "busy", "A backup is being taken.").With("Wait until it has ended.")
	}
	taken, err := s.source.Take(ctx)
	if err != nil {
		s.taking.Unlock()
		s.metrics.ended("failed")
		if errors.Is(err, syscall.ENOSPC) {
			return nil, api.NewProblem(http.StatusInsufficientStorage, "disk_full", "There's no space for the log's checkpoint on the server's disk.").
				With("Make room below the data folder, and try again.").Because(err)
		}
		return nil, api.Internal(err)
	}
	name := "runledger-" + taken.Manifest.Time.Format("20060102T150405Z") + ".tar"
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		defer s.taking.Unlock()
		hc.SetHeader("Content-Type", MediaType)
		hc.SetHeader("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
		_, w := humachi.Unwrap(hc)
		if err := s.send(ctx, taken, w, user.Name); err != nil {
			panic(http.ErrAbortHandler) // never a part that looks whole
		}
	}}, nil
}

// send writes a backup out and removes the checkpoint.
func (s *Server) send(ctx context.Context, t *Taken, w http.ResponseWriter, user string) error {
	began := s.source.Clock()
	out := &paced{w: w, control: http.NewResponseController(w), idle: s.stalled}
	err := t.Write(ctx, out)
	_ = out.control.SetWriteDeadline(time.Time{}) // not every server has deadlines
	seconds := s.source.Clock().Sub(began).Seconds()
	s.metrics.bytes.Add(float64(out.written))
	if closeErr := t.Close(); closeErr != nil {
		s.logger.Warn("the checkpoint of a backup is still there", "error", closeErr)
	}
	if len(t.Damaged) > 0 {
		s.metrics.damaged.Add(float64(len(t.Damaged)))
		s.logger.Error("files that were uploaded are damaged: their hash isn't their name any more", "files", len(t.Damaged), "first", t.Damaged[0])
	}
	if err != nil {
		s.metrics.ended("failed")
		s.logger.Warn("a backup failed", "user", user, "bytes", out.written, "seconds", seconds, "error", err)
		return err
	}
	s.metrics.ended("complete")
	s.metrics.last.Set(float64(s.source.Clock().Unix()))
	s.logger.Info("a backup was taken", "user", user, "bytes", out.written, "seconds", seconds, "position", t.Manifest.Position)
	return nil
}

// paced gives the client time for each piece, however many there are.
type paced struct {
	w       io.Writer
	control *http.ResponseController
	idle    time.Duration
	written int64
}

func (p *paced) Write(b []byte) (int, error) {
	_ = p.control.SetWriteDeadline(time.Now().Add(p.idle)) // not every server has deadlines
	n, err := p.w.Write(b)
	p.written += int64(n)
	return n, err
}
