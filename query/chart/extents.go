package chart

import (
	"crypto/sha256"
	"encoding/binary"
	"math"
	"sync"
)

// memory remembers what was found out about earlier charts, the last 1,024.
type memory[V any] struct {
	mu    sync.Mutex
	known map[chartKey]V
	order []chartKey // oldest first
}

// extents remembers where the data of earlier charts begins and ends. A chart that is
// asked for again, with nothing come into the tables since, needn't look for it: the
// key holds the position that the tables had reached before the extent was taken.
type extents = memory[ends]

type chartKey [sha256.Size]byte

// ends of an axis: of whole numbers, or of any.
type ends struct {
	lo, hi   int64
	flo, fhi float64
}

const maxRemembered = 1024

func newMemory[V any]() *memory[V] { return &memory[V]{known: map[chartKey]V{}} }

func (m *memory[V]) get(k chartKey) (V, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	v, ok := m.known[k]
	return v, ok
}

func (m *memory[V]) put(k chartKey, v V) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, ok := m.known[k]; ok {
		return
	}
	if len(m.order) == maxRemembered {
		delete(m.known, m.order[0])
		m.order = m.order[1:]
	}
	m.known[k] = v
	m.order = append(m.order, k)
}

// key is everything that a chart's points depend on, at a position of the tables.
func (s source) key(position string) chartKey {
	b := binary.AppendUvarint(nil, uint64(len(s.Metrics)))
	text := func(t string) { b = append(binary.AppendUvarint(b, uint64(len(t))), t...) }
	for _, m := range append([]string{s.X.Axis, s.X.Metric, position, s.list.InHome()}, s.Metrics...) {
		text(m)
	}
	for _, bound := range []*Bound{s.XRange.min(), s.XRange.max()} {
		if bound == nil {
			b = append(b, 0)
			continue
		}
		b = append(b, 1)
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(bound.f))
		b = binary.LittleEndian.AppendUint64(b, uint64(bound.i))
	}
	b = binary.AppendUvarint(b, uint64(s.list.Len()))
	last := uint64(0)
	for _, no := range s.list.Nos() {
		b = binary.AppendUvarint(b, no-last)
		last = no
	}
	for _, o := range s.origins {
		b = binary.AppendVarint(binary.AppendUvarint(b, uint64(len(o.gaps))), o.first)
		for _, g := range o.gaps {
			b = binary.AppendVarint(binary.AppendVarint(b, g.after), g.lost)
		}
	}
	return sha256.Sum256(b)
}

func (r *Range) min() *Bound {
	if r == nil {
		return nil
	}
	return r.Min
}

func (r *Range) max() *Bound {
	if r == nil {
		return nil
	}
	return r.Max
}
