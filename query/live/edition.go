package live

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"runledger/catalog"
)

// most of one kind are listed in an event; beyond it says "many".
const most = 1000

// Change is the data of an event "change".
type Change struct {
	Position  string            `json:"position" doc:"Everything told so far is below it; reads may wait for it (wait_for)"`
	Runs      IDs               `json:"runs,omitzero" doc:"Ids of the runs of which the tables have new points, values, console lines, files; or \"many\""`
	Rows      IDs               `json:"rows,omitzero" doc:"Ids of the runs whose row of the runs table changed: config, summary, state, names, tags; or \"many\""`
	Kinds     map[string]uint64 `json:"kinds,omitempty" doc:"Types of the actions that people and programs took, each with its latest action"`
	Documents Documents         `json:"documents,omitzero" doc:"What these actions changed; or \"many\""`
}

// Resync is the data of an event "resync": read everything anew, then go on listening.
type Resync struct {
	Position string `json:"position" doc:"Of the beginning"`
	Reason   string `json:"reason" enum:"unknown,expired,missed,many" doc:"unknown: the cursor isn't one of this log. expired: it's older than what is remembered. missed: this process didn't hear of everything. many: more changed than is remembered"`
}

const (
	reasonUnknown = "unknown"
	reasonExpired = "expired"
	reasonMissed  = "missed"
	reasonMany    = "many"
)

// IDs are listed, or "many".
type IDs = listed[string]

// Documents are listed, or "many".
type Documents = listed[Document]

type listed[T any] struct {
	list []T
	many bool
}

func (l listed[T]) IsZero() bool { return !l.many && len(l.list) == 0 }

// MarshalJSON writes the list, or "many".
func (l listed[T]) MarshalJSON() ([]byte, error) {
	if l.many {
		return []byte(`"many"`), nil
	}
	return json.Marshal(l.list)
}

// UnmarshalJSON is for clients.
func (l *listed[T]) UnmarshalJSON(b []byte) error {
	if l.many = string(b) == `"many"`; l.many {
		return nil
	}
	return json.Unmarshal(b, &l.list)
}

// All returns the list; many: it's too long to be told.
func (l listed[T]) All() (list []T, many bool) { return l.list, l.many }

// Schema describes it, for huma.
func (l listed[T]) Schema(r huma.Registry) *huma.Schema {
	list := huma.SchemaFromType(r, reflect.TypeFor[[]T]())
	return &huma.Schema{OneOf: []*huma.Schema{list, {Type: huma.TypeString, Enum: []any{"many"}}}}
}

// edition is what a topic tells its clients next: changes up to seq.
type edition struct {
	seq   uint64
	at    reach
	from  uint64 // where a client is that text is for
	text  []byte // the event; made when a first client asks
	ready bool   // text is made
}

// changesAfter returns what changed in a topic after a place of the hub's order, up to
// the edition. The caller holds mu.
func (h *Hub) changesAfter(t *topic, from uint64) (points, rows listed[catalog.RunNo], types listed[string], docs Documents) {
	to := t.edition.seq
	points.list, points.many = t.points.between(from, to, most)
	rows.list, rows.many = t.rows.between(from, to, most)
	types.list, types.many = t.types.between(from, to, most)
	docs.list, docs.many = t.documents.between(from, to, most)
	return points, rows, types, docs
}

// changesUnknown returns what changed in a topic that a cursor doesn't know. The caller
// holds mu.
func (h *Hub) changesUnknown(t *topic, c reach) (points, rows listed[catalog.RunNo], types listed[string], docs Documents) {
	points.list, points.many = t.points.unknown(func(run catalog.RunNo, ch change) bool {
		return ch.telemetry <= nextOf(c.points, h.part(run))
	}, most)
	rows.list, rows.many = t.rows.unknown(func(run catalog.RunNo, ch change) bool {
		return ch.telemetry <= nextOf(c.rows, h.part(run)) && ch.actions <= c.facts
	}, most)
	types.list, types.many = t.types.unknown(func(_ string, ch change) bool { return ch.actions <= c.fold }, most)
	docs.list, docs.many = t.documents.unknown(func(_ Document, ch change) bool { return ch.actions <= c.fold }, most)
	return points, rows, types, docs
}

// event writes an event "change"; nil if there's nothing to tell. The caller holds mu.
func (h *Hub) event(t *topic, r reach, points, rows listed[catalog.RunNo], types listed[string], docs Documents) []byte {
	if points.IsZero() && rows.IsZero() && types.IsZero() && docs.IsZero() {
		return nil
	}
	c := Change{Position: r.position().String(), Documents: docs}
	h.o.Catalog.View(func(s *catalog.State) {
		c.Runs, c.Rows = idsOf(s, t.project, points), idsOf(s, t.project, rows)
	})
	for _, typ := range types.list {
		if c.Kinds == nil {
			c.Kinds = map[string]uint64{}
		}
		c.Kinds[typ] = t.types.by[typ].actions - 1
	}
	slices.SortFunc(c.Documents.list, func(a, b Document) int {
		if a.Kind != b.Kind {
			return strings.Compare(a.Kind, b.Kind)
		}
		return strings.Compare(a.ID, b.ID)
	})
	return h.write("change", r, c)
}

// idsOf are the ids of those runs that still are in the project.
func idsOf(s *catalog.State, p catalog.ProjectNo, runs listed[catalog.RunNo]) IDs {
	out := IDs{many: runs.many}
	slices.Sort(runs.list)
	for _, no := range runs.list {
		if r := s.RunByNo(no); r != nil && r.Project == p && !r.Purged {
			out.list = append(out.list, r.ID)
		}
	}
	return out
}

// write makes an event of server-sent events. JSON has no line breaks.
func (h *Hub) write(event string, r reach, data any) []byte {
	var b bytes.Buffer
	b.WriteString("id: " + r.cursor(h.log) + "\nevent: " + event + "\ndata: ")
	text, err := json.Marshal(data)
	if err != nil { // texts and numbers only: can't be
		return nil
	}
	b.Write(text)
	b.WriteString("\n\n")
	return b.Bytes()
}

// mark tells a client where it is without an event.
func (h *Hub) mark(r reach) []byte { return []byte(": \nid: " + r.cursor(h.log) + "\n\n") }
