package workspace

import (
	"hash/maphash"
	"sync"

	"runledger/catalog"
)

// layouts remembers what workspaces looked like when they were last shown. Documents are
// replaced, never changed, so the same ones make the same layout; nobody changes one.
type layouts struct {
	seed maphash.Seed

	mu sync.Mutex
	by map[layoutOf]*remembered
}

type layoutOf struct {
	project   catalog.ProjectNo
	workspace string
}

type remembered struct {
	doc     *catalog.Document
	metrics *metricList
	parts   int
	print   uint64 // of which documents they are
	layout  *layout
}

// mostLayouts bounds how many are remembered.
const mostLayouts = 64

// arrange is arrange, unless it was the same the last time.
func (l *layouts) arrange(p catalog.ProjectNo, w stored, m *metricList) *layout {
	parts, print := w.print(l.seed)
	key := layoutOf{p, w.id}
	l.mu.Lock()
	r := l.by[key]
	l.mu.Unlock()
	if r != nil && r.doc == w.doc && r.metrics == m && r.parts == parts && r.print == print {
		return r.layout
	}
	r = &remembered{w.doc, m, parts, print, arrange(w, m)}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.by == nil || len(l.by) >= mostLayouts {
		l.by = map[layoutOf]*remembered{}
	}
	l.by[key] = r
	return r.layout
}

// print tells sets of documents apart: the sum of the hashes of their addresses. What is
// remembered keeps its documents, so none of them is at the address of another one.
func (w stored) print(seed maphash.Seed) (parts int, sum uint64) {
	for _, list := range [][]*catalog.Document{w.sections, w.panels} {
		for _, d := range list {
			sum += maphash.Comparable(seed, d)
		}
	}
	return len(w.sections) + len(w.panels), sum
}
