package live

import (
	"time"

	"runledger/catalog"
)

// Document is something of a project that people change.
type Document struct {
	Kind string `json:"kind" doc:"run, project, or a kind of document: workspace, section, panel, report, …" example:"panel"`
	ID   string `json:"id" doc:"As in its address"`
}

// topic is a project: what changed in it and who listens.
type topic struct {
	project catalog.ProjectNo

	points    changed[catalog.RunNo] // the tables have more points, values, console lines
	rows      changed[catalog.RunNo] // the rows of the runs table are others
	types     changed[string]        // of actions
	documents changed[Document]

	clients map[*client]struct{}
	due     bool      // something to tell at the next edition
	told    time.Time // when the last edition came out
	edition edition
	lost    uint64 // changes up to this seq were forgotten
}

func (t *topic) empty() bool {
	return len(t.clients) == 0 && len(t.points.by)+len(t.rows.by)+len(t.types.by)+len(t.documents.by) == 0
}

// since reports whether something changed after seq.
func (t *topic) since(seq uint64) bool {
	return t.points.since(seq) || t.rows.since(seq) || t.types.since(seq) || t.documents.since(seq)
}

// topic returns a project's topic. The caller holds mu.
func (h *Hub) topic(p catalog.ProjectNo) *topic {
	t := h.topics[p]
	if t == nil {
		t = &topic{project: p, clients: map[*client]struct{}{}}
		h.topics[p] = t
	}
	return t
}

// forget drops what changed before a time: cursors that don't know it no longer hold.
// The caller holds mu.
func (h *Hub) forget(before time.Time) {
	for p, t := range h.topics {
		gone := func(ch change) {
			h.items--
			t.lost = max(t.lost, ch.seq)
		}
		t.points.forget(before, func(run catalog.RunNo, ch change) {
			gone(ch)
			raise(&h.base.points, h.part(run), ch.telemetry)
		})
		t.rows.forget(before, func(run catalog.RunNo, ch change) {
			gone(ch)
			raise(&h.base.rows, h.part(run), ch.telemetry)
			h.base.facts = max(h.base.facts, ch.actions)
		})
		t.types.forget(before, func(_ string, ch change) {
			gone(ch)
			h.base.fold = max(h.base.fold, ch.actions)
		})
		t.documents.forget(before, func(_ Document, ch change) {
			gone(ch)
			h.base.fold = max(h.base.fold, ch.actions)
		})
		if t.empty() {
			delete(h.topics, p)
		}
	}
}

// bound keeps memory bounded: if too much changed in ten minutes, what is remembered
// gets shorter. The caller holds mu.
func (h *Hub) bound(now time.Time) {
	for age := h.o.Remember / 2; h.items > h.o.Items; age /= 2 {
		h.forget(now.Add(-age))
		if age == 0 {
			h.gap(reasonMany)
			return
		}
	}
}

// gap: changes were missed. Everybody is told to read anew. The caller holds mu.
func (h *Hub) gap(reason string) {
	h.seq++
	h.gapped, h.why = h.seq, reason
	h.base = h.at.clone()
	h.items = 0
	for p, t := range h.topics {
		if len(t.clients) == 0 {
			delete(h.topics, p)
			continue
		}
		t.points, t.rows, t.types, t.documents = changed[catalog.RunNo]{}, changed[catalog.RunNo]{}, changed[string]{}, changed[Document]{}
		t.due = true
	}
}
