package chart

import (
	"crypto/sha256"
	"encoding/binary"
	"math"
	"sync"
)

// extents remembers where the data of earlier charts begins and ends. A chart that is
// asked for again, with nothing come into the tables since, needn't look for it: the
// key holds the position that the tables had reached before the extent was taken.
type extents struct {
	mu    sync.Mutex
	known map[extentKey]ends
	order []extentKey // oldest first
}

type extentKey [sha256.Size]byte

// ends of an axis: of whole numbers, or of any.
type ends struct {
	lo, hi   int64
	flo, fhi float64
}

const maxExtents = 1024

func newExtents() *extents { return &extents{known: map[extentKey]ends{}} }

func (e *extents) get(k extentKey) (ends, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	v, ok := e.known[k]
	return v, ok
}

func (e *extents) put(k extentKey, v ends) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if _, ok := e.known[k]; ok {
		return
	}
	if len(e.order) == maxExtents {
		delete(e.known, e.order[0])
		e.order = e.order[1:]
	}
	e.known[k] = v
	e.order = append(e.order, k)
}

// extentKey is everything that an extent depends on.
func (s source) extentKey() extentKey {
	b := binary.AppendUvarint(nil, uint64(len(s.Metrics)))
	text := func(t string) { b = append(binary.AppendUvarint(b, uint64(len(t))), t...) }
	for _, m := range append([]string{s.X.Axis, s.X.Metric, s.points.At.Position.String(), s.list.InHome()}, s.Metrics...) {
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
