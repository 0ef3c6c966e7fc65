package live

import (
	"context"
	"slices"
	"sync"
	"time"

	"runledger/catalog"
	"runledger/internal/progress"
)

// inbox takes what the fold says, which mustn't wait.
type inbox struct {
	news chan struct{} // a token: there may be something

	mu   sync.Mutex
	acts []act
	next uint64 // next action of the fold
	lost bool   // there were too many acts
}

// act is an accepted action.
type act struct {
	offset uint64
	typ    string
	catalog.Verdict
}

// maxActs wait at most: the hub is very late then.
const maxActs = 100_000

func newInbox() *inbox { return &inbox{news: make(chan struct{}, 1)} }

// put is the catalog's Watcher.
func (b *inbox) put(records []catalog.Record, verdicts []catalog.Verdict) {
	b.mu.Lock()
	for i, r := range records {
		b.next = r.Offset + 1
		if v := verdicts[i]; v.Outcome == catalog.Accepted && r.Event != nil {
			b.acts = append(b.acts, act{r.Offset, r.Event.Type, v})
		}
	}
	if len(b.acts) > maxActs {
		b.acts, b.lost = nil, true
	}
	b.mu.Unlock()
	select {
	case b.news <- struct{}{}:
	default:
	}
}

func (b *inbox) take() (acts []act, next uint64, lost bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	acts, next, lost = b.acts, b.next, b.lost
	b.acts, b.lost = nil, false
	return acts, next, lost
}

// fact is a run whose row changes when the tables have an action.
type fact struct {
	offset uint64
	run    catalog.RunNo
}

// takeIn notes everything that is new.
func (h *Hub) takeIn(ctx context.Context, watch *progress.Watch) {
	points, rows := watch.Take()
	acts, next, lost := h.inbox.take()
	known := h.inFold(ctx, slices.Concat(points.Runs, rows.Runs))
	h.mu.Lock()
	defer h.mu.Unlock()
	now := h.o.Clock()
	h.seq++
	ch := change{seq: h.seq, at: now}
	h.at.fold = max(h.at.fold, next)
	missed := lost || !known
	missed = h.telemetry(points, &h.at.points, ch, func(t *topic) *changed[catalog.RunNo] { return &t.points }) || missed
	missed = h.telemetry(rows, &h.at.rows, ch, func(t *topic) *changed[catalog.RunNo] { return &t.rows }) || missed
	h.acts(acts, ch)
	missed = h.inTables(rows.Reached.Actions, ch) || missed
	switch {
	case points.TooMany || rows.TooMany:
		h.gap(reasonMany)
	case missed:
		h.gap(reasonMissed)
	}
	h.bound(now)
}

// foldTime is how long telemetry of runs that the fold doesn't know waits for it.
const foldTime = 5 * time.Second

// inFold returns when the fold knows the runs, as far as the log does; false: it can't
// be told.
func (h *Hub) inFold(ctx context.Context, runs []uint64) bool {
	all := true
	h.o.Catalog.View(func(s *catalog.State) {
		for _, no := range runs {
			all = all && s.RunByNo(catalog.RunNo(no)) != nil
		}
	})
	if all {
		return true
	}
	ctx, cancel := context.WithTimeout(ctx, foldTime)
	defer cancel()
	return h.o.Catalog.Fresh(ctx) == nil
}

// telemetry notes runs that the tables have more of. missed: not everything was told.
func (h *Hub) telemetry(c progress.Changes, at *[]uint64, ch change, list func(*topic) *changed[catalog.RunNo]) (missed bool) {
	for part, from := range c.From {
		missed = missed || from > nextOf(*at, part)
	}
	for part, next := range c.Reached.Telemetry {
		raise(at, part, next)
	}
	h.o.Catalog.View(func(s *catalog.State) {
		for _, no := range c.Runs {
			r := s.RunByNo(catalog.RunNo(no))
			if r == nil { // purged
				continue
			}
			t := h.topic(r.Project)
			ch.telemetry = nextOf(*at, h.part(r.No))
			h.items += list(t).touch(r.No, ch)
			t.due = true
		}
	})
	return missed
}

// maxFacts wait for the tables at most: they may be away for long.
const maxFacts = 100_000

// inTables notes the runs whose actions the tables have up to next.
func (h *Hub) inTables(next uint64, ch change) (missed bool) {
	if len(h.facts) > maxFacts {
		h.facts, h.owed = nil, h.at.fold
	}
	h.at.facts = max(h.at.facts, min(next, h.at.fold))
	if h.owed > 0 && h.at.facts >= h.owed {
		h.owed, missed = 0, true
	}
	n := 0
	h.o.Catalog.View(func(s *catalog.State) {
		for ; n < len(h.facts) && h.facts[n].offset < h.at.facts; n++ {
			r := s.RunByNo(h.facts[n].run)
			if r == nil {
				continue
			}
			ch.actions = h.facts[n].offset + 1
			t := h.topic(r.Project)
			h.items += t.rows.touch(r.No, ch)
			t.due = true
		}
	})
	h.facts = slices.Delete(h.facts, 0, n)
	return missed
}
