package projections

import (
	"encoding/binary"
	"strings"

	"github.com/cespare/xxhash/v2"

	"runledger/event/pb"
	statepb "runledger/projections/pb"
)

// Bounds of what a run remembers of its deliveries.
const (
	maxWriters  = 64   // named writers of a run
	maxInternal = 8    // ingest processes (names beginning with "~")
	maxBatches  = 1000 // batch ids
	fewSpans    = 16   // ranges kept for an ingest process, which repeats only what it just sent
)

// marks recognise repeated deliveries of one run's telemetry.
type marks struct {
	writers []writerMark // least recently heard first
	batches []uint64     // hashes, oldest first
	batchOf map[uint64]bool
}

type writerMark struct {
	name string
	kind uint32 // field number of the event's body
	seen spans
}

// take records the delivery o of an event of a kind and returns which numbers of it
// are new: nil means it's a repetition; whole means everything is.
func (m *marks) take(o *pb.Origin, kind uint32) (fresh []span, whole bool) {
	switch {
	case o == nil || o.Writer == "" && len(o.Batch) == 0:
		return []span{{0, 1}}, true
	case o.Writer == "":
		return m.takeBatch(o, kind)
	}
	if known := m.find(o.Writer, kind); known >= 0 && len(m.writers[known].seen.unseen(o.From, o.To)) == 0 {
		return nil, false // and nothing changes: a repetition isn't part of the run's state
	}
	w := m.writer(o.Writer, kind)
	fresh = w.seen.unseen(o.From, o.To)
	limit := maxSpans
	if internal(o.Writer) {
		limit = fewSpans
	}
	w.seen = w.seen.add(o.From, o.To, limit)
	return fresh, len(fresh) == 1 && fresh[0] == span{o.From, o.To}
}

func (m *marks) takeBatch(o *pb.Origin, kind uint32) ([]span, bool) {
	h := batchHash(o, kind)
	if m.batchOf[h] {
		return nil, false
	}
	if m.batchOf == nil {
		m.batchOf = map[uint64]bool{}
	}
	m.batchOf[h] = true
	m.batches = append(m.batches, h)
	if len(m.batches) > maxBatches {
		delete(m.batchOf, m.batches[0])
		m.batches = append(m.batches[:0:0], m.batches[1:]...)
	}
	return []span{{0, 1}}, true
}

func batchHash(o *pb.Origin, kind uint32) uint64 {
	d := xxhash.New()
	_, _ = d.Write(o.Batch)
	var tail [8]byte
	binary.BigEndian.PutUint32(tail[:], kind)
	binary.BigEndian.PutUint32(tail[4:], o.Part)
	_, _ = d.Write(tail[:])
	return d.Sum64()
}

// find returns the place of a writer's mark, or -1.
func (m *marks) find(name string, kind uint32) int {
	for i := len(m.writers) - 1; i >= 0; i-- {
		if m.writers[i].name == name && m.writers[i].kind == kind {
			return i
		}
	}
	return -1
}

// writer returns the mark of a writer, now the most recently heard one.
func (m *marks) writer(name string, kind uint32) *writerMark {
	last := len(m.writers) - 1
	if i := m.find(name, kind); i >= 0 {
		if i != last {
			w := m.writers[i]
			copy(m.writers[i:], m.writers[i+1:])
			m.writers[last] = w
		}
		return &m.writers[last]
	}
	m.writers = append(m.writers, writerMark{name: name, kind: kind})
	m.forgetOldest(internal(name), kind)
	return &m.writers[len(m.writers)-1]
}

func internal(writer string) bool { return strings.HasPrefix(writer, "~") }

// forgetOldest drops the least recently heard writer of a sort when there are too many.
func (m *marks) forgetOldest(sort bool, kind uint32) {
	limit, oldest, n := maxWriters, -1, 0
	if sort {
		limit = maxInternal
	}
	for i, w := range m.writers {
		if internal(w.name) == sort && w.kind == kind {
			n++
			if oldest < 0 {
				oldest = i
			}
		}
	}
	if n > limit {
		m.writers = append(m.writers[:oldest], m.writers[oldest+1:]...)
	}
}

func (m *marks) save(s *statepb.RunState) {
	s.Batches = append([]uint64(nil), m.batches...)
	for _, w := range m.writers {
		out := &statepb.Writer{Name: w.name, Kind: w.kind, Spans: make([]uint64, 0, 2*len(w.seen))}
		for _, x := range w.seen {
			out.Spans = append(out.Spans, x.from, x.to)
		}
		s.Writers = append(s.Writers, out)
	}
}

func (m *marks) load(s *statepb.RunState) {
	m.batches = s.Batches
	if len(m.batches) > 0 {
		m.batchOf = make(map[uint64]bool, len(m.batches))
		for _, h := range m.batches {
			m.batchOf[h] = true
		}
	}
	for _, w := range s.Writers {
		mark := writerMark{name: w.Name, kind: w.Kind}
		for i := 0; i+1 < len(w.Spans); i += 2 {
			mark.seen = append(mark.seen, span{w.Spans[i], w.Spans[i+1]})
		}
		m.writers = append(m.writers, mark)
	}
}
