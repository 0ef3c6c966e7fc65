package live

import (
	"context"
	"errors"
	"net/http"
	"os"
	"strconv"
	"time"

	"runledger/catalog"
	"runledger/internal/api"
)

// retry is when clients come back after a stream has ended.
const retry = 2 * time.Second

// Why streams end.
const (
	endClient   = "client"
	endSlow     = "slow"
	endAccess   = "access"
	endStopping = "stopping"
)

// stream tells one client until it has gone, or must go.
type stream struct {
	h       *Hub
	c       *client
	project catalog.ProjectNo
	w       http.ResponseWriter
	r       *http.Request
	control *http.ResponseController
}

func (s *stream) run(first []byte) {
	s.control = http.NewResponseController(s.w)
	header := s.w.Header()
	header.Set("Content-Type", "text/event-stream")
	header.Set("Cache-Control", "no-store")
	header.Set("X-Accel-Buffering", "no") // proxies pass events on at once
	s.w.WriteHeader(http.StatusOK)
	reason := s.tell(append([]byte("retry: "+strconv.FormatInt(retry.Milliseconds(), 10)+"\n"), first...))
	for reason == "" {
		reason = s.turn()
	}
	s.h.metrics.ended.WithLabelValues(reason).Inc()
}

// turn waits for one thing to do and does it; it returns why the stream ends, if it does.
func (s *stream) turn() (ends string) {
	life := time.NewTimer(s.h.o.Heartbeat)
	defer life.Stop()
	late := false
	select {
	case <-s.r.Context().Done():
		return endClient
	case <-s.h.drained:
		return endStopping
	case <-s.c.news:
	case <-life.C:
		late = true
	}
	if !s.allowed() {
		return endAccess
	}
	text := s.h.next(s.c)
	if text == nil && late {
		text = s.h.alive(s.c)
	}
	return s.tell(text)
}

// tell writes, and cuts a client off that doesn't read.
func (s *stream) tell(text []byte) (ends string) {
	if len(text) == 0 {
		return ""
	}
	err := s.control.SetWriteDeadline(time.Now().Add(s.h.o.Patience))
	if err == nil {
		_, err = s.w.Write(text)
	}
	if err == nil {
		err = s.control.Flush()
	}
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded):
		return endSlow
	case err != nil:
		return endClient
	}
	_ = s.control.SetWriteDeadline(time.Time{}) // it could be set before
	return ""
}

// allowed asks again, as for a new request, whether the client may see the project,
// whatever its name is now.
func (s *stream) allowed() bool {
	cat := s.h.o.Catalog
	who, err := api.Authenticate(s.r, cat)
	if err != nil {
		return false
	}
	var p *catalog.Project
	cat.View(func(st *catalog.State) { p = st.ProjectByNo(s.project) })
	if p == nil {
		return false
	}
	_, err = api.ReadableProject(api.WithPrincipal(context.WithoutCancel(s.r.Context()), who), cat, p.Entity, p.Name)
	return err == nil
}
