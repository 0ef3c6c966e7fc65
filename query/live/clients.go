package live

import (
	"time"

	"runledger/catalog"
	"runledger/internal/api"
)

// client is one stream.
type client struct {
	topic *topic
	user  catalog.UserNo
	seq   uint64        // what it has been told
	news  chan struct{} // a token: look for the next event
}

func (c *client) poke() {
	select {
	case c.news <- struct{}{}:
	default:
	}
}

// join adds a stream. first is what to begin with: what changed since the cursor, if
// there's one, or that it can't be known.
func (h *Hub) join(u catalog.UserNo, p catalog.ProjectNo, cursor string) (c *client, first []byte, err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if err := h.place(u); err != nil {
		return nil, nil, err
	}
	h.forget(h.o.Clock().Add(-h.o.Remember))
	t := h.topic(p)
	c = &client{topic: t, user: u, seq: h.seq, news: make(chan struct{}, 1)}
	t.clients[c], h.heard[t] = struct{}{}, struct{}{}
	h.all++
	h.users[u]++
	return c, h.first(t, cursor), nil
}

// Why streams aren't begun.
const (
	refusedUser     = "user_limit"
	refusedAll      = "limit"
	refusedStarting = "starting"
	refusedStopping = "stopping"
)

// place returns a problem if there's none for another stream of the user.
func (h *Hub) place(u catalog.UserNo) error {
	reason, problem := "", (*api.Problem)(nil)
	switch {
	case closed(h.drained):
		reason, problem = refusedStopping, api.Unavailable(retry, "The server is stopping.")
	case !closed(h.begun):
		reason, problem = refusedStarting, api.Unavailable(time.Second, "The server is starting.")
	case h.users[u] >= h.o.UserLimit:
		reason, problem = refusedUser, api.TooMany(retry, "You have %d live streams open, which is the limit.", h.users[u]).
			With("Close some, or share one among the pages of a browser.")
	case h.all >= h.o.Streams:
		reason, problem = refusedAll, api.Unavailable(retry, "There are %d live streams, which is the limit.", h.all)
	default:
		return nil
	}
	h.metrics.refused.WithLabelValues(reason).Inc()
	return problem
}

func closed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

func (h *Hub) leave(c *client) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if delete(c.topic.clients, c); len(c.topic.clients) == 0 {
		delete(h.heard, c.topic)
	}
	if h.all--; h.users[c.user] <= 1 {
		delete(h.users, c.user)
	} else {
		h.users[c.user]--
	}
}

// first is what a stream begins with. The caller holds mu.
func (h *Hub) first(t *topic, cursor string) []byte {
	if cursor == "" {
		return h.mark(h.at)
	}
	r, err := parseCursor(cursor, h.log)
	switch {
	case err != nil:
		return h.resync(reasonUnknown)
	case !r.covers(h.base):
		return h.resync(reasonExpired)
	}
	points, rows, types, docs := h.changesUnknown(t, r)
	if e := h.event(t, h.at, points, rows, types, docs); e != nil {
		h.metrics.events.WithLabelValues("change").Inc()
		return e
	}
	return h.mark(h.at)
}

func (h *Hub) resync(reason string) []byte {
	h.metrics.resyncs.WithLabelValues(reason).Inc()
	h.metrics.events.WithLabelValues("resync").Inc()
	return h.write("resync", h.at, Resync{Position: h.at.position().String(), Reason: reason})
}

// next returns the client's next event, nil if there's none.
func (h *Hub) next(c *client) []byte {
	h.mu.Lock()
	defer h.mu.Unlock()
	t := c.topic
	if c.seq < h.gapped || c.seq < t.lost {
		why := reasonMany
		if c.seq < h.gapped {
			why = h.why
		}
		c.seq = h.seq
		return h.resync(why)
	}
	e := &t.edition
	if e.seq <= c.seq {
		return nil
	}
	if !e.ready || e.from != c.seq {
		points, rows, types, docs := h.changesAfter(t, c.seq)
		e.ready, e.from, e.text = true, c.seq, h.event(t, e.at, points, rows, types, docs)
	}
	c.seq = e.seq
	if e.text != nil {
		h.metrics.events.WithLabelValues("change").Inc()
	}
	return e.text
}

// alive is a sign of life, with the client's place if it has been told everything.
func (h *Hub) alive(c *client) []byte {
	h.mu.Lock()
	defer h.mu.Unlock()
	if c.seq < h.gapped || c.seq < c.topic.lost || c.topic.since(c.seq) {
		return []byte(": \n\n")
	}
	c.seq = h.seq
	return h.mark(h.at)
}
