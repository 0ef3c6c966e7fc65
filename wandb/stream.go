package wandb

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"sync"
	"time"

	"runledger/catalog"
	"runledger/event/pb"
	"runledger/internal/position"
)

// Bounds of file_stream bodies in bytes, after decompression. The client sends about
// 10 MiB at most.
const (
	maxStream    = 32 << 20
	bodiesAtOnce = 256 << 20
	bodyPatience = 2 * time.Second // how long a request waits for room
)

// clientHeader names the writer of a run that several programs log to.
const clientHeader = "X-WANDB-ASYNC-CLIENT-ID"

// fileStream takes what a run logs. It answers 200 when everything is durable, and,
// if the run ends here, when it is in the tables too. The method doesn't matter: the
// client would repeat a request that is told "not allowed".
func (s *Server) fileStream(w http.ResponseWriter, r *http.Request, entity, project, run string) {
	at, err := s.writable(s.findRun(r.Context(), entity, project, run))
	var pos position.Position
	if err == nil {
		pos, err = s.takeStream(r, at.run)
	}
	if err != nil {
		s.answer(w, r, err)
		return
	}
	reply := map[string]any{}
	s.Catalog.View(func(st *catalog.State) {
		if now := st.RunByNo(at.run.No); now != nil && now.StopRequested {
			reply["stopped"] = true
		}
	})
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set(positionHeader, pos.String())
	_ = json.NewEncoder(w).Encode(reply)
}

// positionHeader lets a client that isn't the SDK wait for what it logged.
const positionHeader = "Runledger-Position"

func (s *Server) takeStream(r *http.Request, run *catalog.Run) (pos position.Position, err error) {
	room := min(max(r.ContentLength, 64<<10), maxStream)
	if err := s.holdBody(r.Context(), room); err != nil {
		return pos, err
	}
	defer s.bodies.Release(room)
	buf := streamBodies.Get().(*bytes.Buffer)
	defer streamBodies.Put(buf)
	buf.Reset()
	if err := readStream(buf, r); err != nil {
		return pos, err
	}
	e := &streamEvents{run: uint64(run.No), home: uint32(run.Home), now: s.Clock().UnixMilli(), client: r.Header.Get(clientHeader)}
	body, err := parseStream(buf.Bytes(), e)
	if err != nil {
		return pos, refuse(http.StatusBadRequest, "invalid", "%v", err)
	}
	s.countStream(e)
	if err := s.spillStream(r.Context(), e); err != nil {
		return pos, err
	}
	pos, err = s.Writer.Append(r.Context(), e.events(body, s.announced(run, body.uploaded)))
	if err != nil {
		return pos, err
	}
	s.live.with(run.No, s.Clock(), func(l *liveRun) {
		l.ended = body.complete
		for _, h := range e.history {
			l.historyLines = max(l.historyLines, h.next())
		}
	})
	if body.complete {
		s.waitFor(r.Context(), pos)
	}
	return pos, nil
}

// streamBodies are reused: a busy server takes hundreds of megabytes a second.
var streamBodies = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func (s *Server) holdBody(ctx context.Context, room int64) error {
	ctx, cancel := context.WithTimeout(ctx, bodyPatience)
	defer cancel()
	if err := s.bodies.Acquire(ctx, room); err != nil {
		return &refusal{http.StatusTooManyRequests, "busy", "the server is busy; try again in a moment", 2 * time.Second}
	}
	return nil
}

func readStream(buf *bytes.Buffer, r *http.Request) error {
	var body io.Reader = r.Body
	if r.Header.Get("Content-Encoding") == "gzip" {
		z, err := gzip.NewReader(r.Body)
		if err != nil {
			return refuse(http.StatusBadRequest, "invalid", "not gzip: %v", err)
		}
		body = z
	} else if r.ContentLength > 0 {
		buf.Grow(int(min(r.ContentLength, maxStream)) + bytes.MinRead)
	}
	n, err := io.Copy(buf, io.LimitReader(body, maxStream+1))
	switch {
	case n > maxStream:
		return refuse(http.StatusRequestEntityTooLarge, "too_large", "a file_stream request has at most %d bytes", maxStream)
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, gzip.ErrHeader), errors.Is(err, gzip.ErrChecksum):
		return refuse(http.StatusServiceUnavailable, "cut_off", "the body ended early: %v", err) // on the way: repeat it
	}
	return err
}

// announced returns the files that a request says are uploaded and whose content
// didn't come by this process: they may have come by another.
func (s *Server) announced(run *catalog.Run, names []string) []*pb.File {
	var out []*pb.File
	if len(names) == 0 {
		return nil
	}
	s.live.with(run.No, s.Clock(), func(l *liveRun) {
		for _, name := range names {
			if !l.files[name] && fileName(name) {
				out = append(out, &pb.File{Name: name, Size: -1})
			}
		}
	})
	return out
}

func (s *Server) countStream(e *streamEvents) {
	for _, h := range e.history {
		s.metrics.lines.WithLabelValues("history").Add(float64(len(h.rows)))
		s.metrics.count("history_unparsed", h.unparsed)
	}
	for _, sys := range e.system {
		s.metrics.lines.WithLabelValues("events").Add(float64(len(sys.lines)))
		s.metrics.count("events_unparsed", sys.unparsed)
		s.metrics.count("events_not_numeric", sys.skipped)
	}
	s.metrics.lines.WithLabelValues("output").Add(float64(len(e.console)))
	s.metrics.count("summary_unparsed", e.unparsedSummary)
	for name, n := range e.unknown {
		s.metrics.count("unknown_file", n)
		s.Logger.Warn("wandb: lines of a file that means nothing here", "run", e.run, "file", name, "lines", n)
	}
}
