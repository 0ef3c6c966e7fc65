package live

import (
	"context"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"runledger/catalog"
	"runledger/event"
	"runledger/internal/position"
	"runledger/internal/progress"
)

// Options of a Hub; Catalog and Board are needed.
type Options struct {
	Catalog    *catalog.Catalog
	Board      *progress.Board
	Registerer prometheus.Registerer // default: no metrics
	Clock      func() time.Time      // default time.Now

	Pace      time.Duration // between two events of a project; default 250 ms
	Heartbeat time.Duration // between signs of life; default 15 s
	Patience  time.Duration // with a client that doesn't read; default 10 s
	Remember  time.Duration // for clients that come back; default 10 min
	Items     int           // changed things to remember; default 200,000, some 30 MB
	Streams   int           // at once; default 2,000
	UserLimit int           // streams of one user at once; default 100
}

func (o *Options) fill() {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	set := func(d *time.Duration, v time.Duration) {
		if *d == 0 {
			*d = v
		}
	}
	set(&o.Pace, 250*time.Millisecond)
	set(&o.Heartbeat, 15*time.Second)
	set(&o.Patience, 10*time.Second)
	set(&o.Remember, 10*time.Minute)
	for n, v := range map[*int]int{&o.Items: 200_000, &o.Streams: 2_000, &o.UserLimit: 100} {
		if *n == 0 {
			*n = v
		}
	}
}

// Hub knows what changed lately and who wants to hear of it.
type Hub struct {
	o       Options
	metrics *metrics
	inbox   *inbox
	log     uint32 // number of the log
	parts   int
	begun   chan struct{} // closed when nothing is missed from then on
	drained chan struct{} // closed when streams are to end
	drain   func()

	mu     sync.Mutex // guards what follows
	seq    uint64     // of the latest change; each round of the hub has one
	at     reach      // everything below has been taken in
	base   reach      // cursors that know less than this have missed something
	gapped uint64     // clients that are before this seq too
	why    string     // reason of the latest gap
	topics map[catalog.ProjectNo]*topic
	heard  map[*topic]struct{} // those with clients
	items  int                 // in all topics
	all    int                 // streams
	users  map[catalog.UserNo]int
	facts  []fact // accepted, but not yet in the tables
	owed   uint64 // up to this action nobody knows which rows changed
}

// New returns a Hub that does nothing yet.
func New(o Options) *Hub {
	o.fill()
	h := &Hub{
		o: o, inbox: newInbox(), begun: make(chan struct{}), drained: make(chan struct{}),
		topics: map[catalog.ProjectNo]*topic{}, heard: map[*topic]struct{}{}, users: map[catalog.UserNo]int{},
	}
	h.drain = sync.OnceFunc(func() { close(h.drained) })
	h.metrics = newMetrics(o.Registerer, h)
	return h
}

// Drain ends all streams, now and later.
func (h *Hub) Drain() { h.drain() }

// Run gathers changes until ctx ends. The fold must have begun.
func (h *Hub) Run(ctx context.Context) error {
	defer h.Drain()
	from, stop := h.o.Catalog.Watch(h.inbox.put)
	defer stop()
	h.awaitFacts(ctx, from)
	watch, points, runs := h.o.Board.Watch()
	defer watch.Close()
	h.begin(reach{fold: from, facts: min(from, runs.Actions), points: points.Telemetry, rows: runs.Telemetry})
	sweep := time.NewTicker(h.o.Heartbeat)
	defer sweep.Stop()
	next := time.NewTimer(0)
	defer next.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-watch.News():
		case <-h.inbox.news:
		case <-next.C:
		case <-sweep.C:
			h.sweep()
		}
		h.takeIn(ctx, watch)
		if wait, any := h.publish(); any {
			next.Reset(wait)
		}
	}
}

// tablesTime is how long a start waits for the tables to have the actions of before.
const tablesTime = 2 * time.Second

// awaitFacts waits for the rows that actions of before the start change: nobody would
// know them.
func (h *Hub) awaitFacts(ctx context.Context, next uint64) {
	ctx, cancel := context.WithTimeout(ctx, tablesTime)
	defer cancel()
	_ = h.o.Board.Wait(ctx, progress.Runs, position.Position{Actions: next}) // else begin owes them
}

// begin notes where it all begins. If the tables lack actions of before, nobody knows
// which rows they will change.
func (h *Hub) begin(r reach) {
	var id string
	h.o.Catalog.View(func(s *catalog.State) { id, h.parts = s.LogID(), s.Partitions() })
	h.mu.Lock()
	defer h.mu.Unlock()
	h.log = logNumber(id)
	h.at, h.base = r, r.clone()
	if r.facts < r.fold {
		h.owed = r.fold
	}
	close(h.begun)
}

// Begun returns once streams can be opened, or ctx's error.
func (h *Hub) Begun(ctx context.Context) error {
	select {
	case <-h.begun:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (h *Hub) part(run catalog.RunNo) int { return event.Partition(uint64(run), max(h.parts, 1)) }

func (h *Hub) sweep() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.forget(h.o.Clock().Add(-h.o.Remember))
}

// publish brings out the editions that are due, and returns when the next one is.
func (h *Hub) publish() (wait time.Duration, any bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	now := h.o.Clock()
	for t := range h.heard {
		if !t.due {
			continue
		}
		if rest := h.o.Pace - now.Sub(t.told); rest > 0 {
			if !any || rest < wait {
				wait, any = rest, true
			}
			continue
		}
		t.due, t.told = false, now
		t.edition = edition{seq: h.seq, at: h.at.clone()}
		for c := range t.clients {
			c.poke()
		}
	}
	return wait, any
}
