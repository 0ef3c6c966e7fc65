package wandb

import (
	"encoding/json"
	"net/http"

	"runledger/catalog"
	"runledger/event/pb"
	"runledger/internal/position"
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
		err = s.Writer.Admit(principalOf(r.Context()).Key)
	}
	if err == nil {
		pos, err = s.takeStream(w, r, at.run)
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

func (s *Server) takeStream(w http.ResponseWriter, r *http.Request, run *catalog.Run) (pos position.Position, err error) {
	e := &streamEvents{run: uint64(run.No), home: uint32(run.Home), now: s.Clock().UnixMilli(), client: r.Header.Get(clientHeader)}
	body, err := s.readStream(w, r, e)
	if err != nil {
		return pos, err
	}
	s.countStream(e)
	if err := s.spillStream(r.Context(), e); err != nil {
		return pos, err
	}
	events := e.events(body, s.announced(run, body.uploaded))
	if pos, err = s.Writer.Append(r.Context(), events); err != nil {
		return pos, err
	}
	s.Writer.Spend(principalOf(r.Context()).Key, points(events))
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

func points(events []*pb.Event) (n int) {
	for _, e := range events {
		for _, series := range e.GetRunPoints().GetSeries() {
			n += len(series.Values)
		}
	}
	return n
}

// readStream reads and parses a body. What it says is in e and needs the body no more.
func (s *Server) readStream(w http.ResponseWriter, r *http.Request, e *streamEvents) (streamBody, error) {
	text, release, err := s.Writer.ReadBody(w, r)
	if err != nil {
		return streamBody{}, err
	}
	defer release()
	body, err := parseStream(text, e)
	if err != nil {
		return body, refuse(http.StatusBadRequest, "invalid", "not a file_stream body: %v", err)
	}
	return body, nil
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
