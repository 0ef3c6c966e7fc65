package live

import (
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
	by      catalog.Principal
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
	if s.r.Method == http.MethodHead {
		return
	}
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

// allowed asks again whether the client may see the project, whatever its name is now.
func (s *stream) allowed() bool {
	cat, ctx := s.h.o.Catalog, s.r.Context()
	var p *catalog.Project
	cat.View(func(st *catalog.State) { p = st.ProjectByNo(s.project) })
	if p == nil || !s.known() {
		return false
	}
	_, err := api.ReadableProject(api.WithPrincipal(ctx, s.by), cat, p.Entity, p.Name)
	return err == nil || ctx.Err() != nil
}

// known asks whether the key still opens something, or whatever else the client came by.
// A revoked key isn't tried like a wrong one: those are counted.
func (s *stream) known() (ok bool) {
	cat := s.h.o.Catalog
	if s.by.Key == "" {
		_, err := api.Authenticate(s.r, cat)
		return err == nil
	}
	cat.View(func(st *catalog.State) {
		if k := st.KeyByID(s.by.Key); k != nil {
			u, _ := st.UserByKeyHash(k.Hash)
			ok = u != nil && !u.Deleted
		}
	})
	return ok
}
