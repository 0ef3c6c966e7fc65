package catalog

import (
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"maps"
	"slices"
	"time"
)

// Hash is a digest of the whole state: two processes that folded the same log have
// the same. It takes about a second for a million runs.
func (s *State) Hash() [32]byte {
	h := &hasher{sum: sha256.New()}
	h.number(s.next)
	h.time(s.now)
	h.text(s.newer)
	h.text(s.logID)
	h.number(uint64(s.partitions))
	h.number(uint64(s.rules))
	h.list(len(s.users), func(i int) { s.users[i].hash(h) })
	keys := slices.Sorted(maps.Keys(s.keys))
	h.list(len(keys), func(i int) { s.keys[keys[i]].hash(h) })
	entities := slices.Sorted(maps.Keys(s.entities))
	h.list(len(entities), func(i int) { s.entities[entities[i]].hash(h) })
	h.list(len(s.projects), func(i int) { s.projects[i].hash(h) })
	h.list(len(s.runs), func(i int) { s.runs[i].hash(h) })
	h.list(len(s.ids.queue), func(i int) {
		h.raw(s.ids.queue[i].key[:])
		h.number(uint64(s.ids.queue[i].at))
		s.ids.queue[i].hash(h)
	})
	h.list(len(s.idem.queue), func(i int) {
		h.number(uint64(s.idem.queue[i].key.actor))
		h.text(s.idem.queue[i].key.key)
		h.number(uint64(s.idem.queue[i].at))
		s.idem.queue[i].hash(h)
	})
	h.flush()
	return [32]byte(h.sum.Sum(nil))
}

func (m remembered) hash(h *hasher) {
	h.text(m.typ)
	h.flag(m.refusal != nil)
	if m.refusal != nil {
		h.text(m.refusal.code) // not the reason: its wording may get better
	}
	h.number(uint64(m.user))
	h.number(uint64(m.project))
	h.number(uint64(m.run))
}

// hasher feeds values into a digest such that different lists of values never look
// alike: everything variable has its length in front.
type hasher struct {
	sum hash.Hash
	buf []byte
}

func (h *hasher) number(n uint64) {
	h.buf = binary.BigEndian.AppendUint64(h.buf, n)
	if len(h.buf) > 1<<15 {
		h.flush()
	}
}

func (h *hasher) flag(b bool) {
	n := uint64(0)
	if b {
		n = 1
	}
	h.number(n)
}

func (h *hasher) text(t string) {
	h.number(uint64(len(t)))
	h.buf = append(h.buf, t...)
}

func (h *hasher) raw(b []byte) {
	h.number(uint64(len(b)))
	h.buf = append(h.buf, b...)
}

func (h *hasher) texts(list []string) { h.list(len(list), func(i int) { h.text(list[i]) }) }

func (h *hasher) time(t time.Time) {
	if t.IsZero() {
		h.number(0)
		return
	}
	h.number(uint64(t.UnixNano()))
}

func (h *hasher) list(n int, each func(i int)) {
	h.number(uint64(n))
	for i := range n {
		each(i)
	}
}

func (h *hasher) flush() {
	h.sum.Write(h.buf)
	h.buf = h.buf[:0]
}
