package catalog

import (
	"slices"
	"sync"

	"runledger/eventlog"
)

// Watcher is told of records that were folded, in order, with the verdicts on them. It
// is called by the fold itself: it must neither block nor keep the slices.
type Watcher func(records []Record, verdicts []Verdict)

type watchers struct {
	mu   sync.Mutex
	list []*Watcher
}

// Watch tells f of every record from the returned offset on, and perhaps of some before
// it, until stop is called. Who waited for a verdict is told after f.
func (c *Catalog) Watch(f Watcher) (from eventlog.Offset, stop func()) {
	w := &c.watchers
	w.mu.Lock()
	w.list = append(slices.Clone(w.list), &f)
	w.mu.Unlock()
	return c.Next(), func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.list = slices.DeleteFunc(slices.Clone(w.list), func(g *Watcher) bool { return g == &f })
	}
}

// folded tells all watchers. No lock is held while they are called.
func (w *watchers) folded(records []Record, verdicts []Verdict) {
	w.mu.Lock()
	list := w.list
	w.mu.Unlock()
	for _, f := range list {
		(*f)(records, verdicts[:len(records)])
	}
}
