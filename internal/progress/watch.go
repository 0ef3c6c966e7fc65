package progress

import (
	"maps"
	"slices"

	"runledger/internal/position"
)

// maxWatched runs are kept for a reader of a Watch that is late; beyond it learns of no
// run, but that there were too many.
const maxWatched = 100_000

// Changes is what became of the tables of a kind since a Watch was asked last.
type Changes struct {
	// From holds the telemetry partitions that moved. Runs tells everything between From
	// and Reached; a reader who knows less than From has missed something.
	From    map[int]uint64
	Reached position.Position
	Runs    []uint64 // numbers, rising; some may have nothing new
	TooMany bool     // there are more than Runs has
}

// Watch gathers what changes on a Board. Who asks late gets more at once; the board
// never waits.
type Watch struct {
	b     *Board
	own   bool // leave out what other processes announced
	news  chan struct{}
	kinds [kinds]gathered // guarded by b.mu
}

type gathered struct {
	from    map[int]uint64
	runs    map[uint64]struct{}
	tooMany bool
}

// Watch begins to gather what goes beyond the positions returned. Close ends it.
func (b *Board) Watch() (w *Watch, points, runs position.Position) { return b.watch(false) }

func (b *Board) watch(own bool) (w *Watch, points, runs position.Position) {
	w = &Watch{b: b, own: own, news: make(chan struct{}, 1)}
	for k := range w.kinds {
		w.kinds[k] = newGathered()
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.watches = append(b.watches, w)
	return w, b.copy(Points), b.copy(Runs)
}

func newGathered() gathered {
	return gathered{from: map[int]uint64{}, runs: map[uint64]struct{}{}}
}

// News has a token when there may be something to take.
func (w *Watch) News() <-chan struct{} { return w.news }

// Take returns what changed since the last call.
func (w *Watch) Take() (points, runs Changes) {
	w.b.mu.Lock()
	taken := w.kinds
	var at [kinds]position.Position
	for k := range w.kinds {
		at[k] = w.b.copy(Kind(k))
		if len(taken[k].from) > 0 {
			w.kinds[k] = newGathered()
		}
	}
	w.b.mu.Unlock()
	return taken[Points].changes(at[Points]), taken[Runs].changes(at[Runs])
}

func (g gathered) changes(reached position.Position) Changes {
	if len(g.from) == 0 { // the board goes on with these maps
		return Changes{Reached: reached}
	}
	return Changes{From: g.from, Reached: reached, Runs: slices.Sorted(maps.Keys(g.runs)), TooMany: g.tooMany}
}

// Close ends the watch.
func (w *Watch) Close() {
	w.b.mu.Lock()
	defer w.b.mu.Unlock()
	w.b.watches = slices.DeleteFunc(w.b.watches, func(x *Watch) bool { return x == w })
}

// Changed says that all tables of kind k include everything below next, by telemetry
// partition, and which runs that changed since the board was told last.
func (b *Board) Changed(k Kind, next map[int]uint64, runs []uint64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	from := make(map[int]uint64, len(next))
	for part := range next {
		from[part] = b.reached(k, part)
	}
	b.change(k, from, next, runs, false, false)
}

func (b *Board) reached(k Kind, part int) uint64 {
	if t := b.at[k].Telemetry; part < len(t) {
		return t[part]
	}
	return 0
}

// change moves the board to next; runs are those between from and next. foreign: another
// process said so. The caller holds mu.
func (b *Board) change(k Kind, from, next map[int]uint64, runs []uint64, tooMany, foreign bool) {
	moved := false
	for part, to := range next {
		was := b.reached(k, part)
		if to <= was {
			continue
		}
		moved = true
		b.at[k].Reach(part, to-1)
		for _, w := range b.watches {
			if !foreign || !w.own {
				w.kinds[k].moved(part, was, from[part])
			}
		}
	}
	if !moved { // the runs were told before
		return
	}
	for _, w := range b.watches {
		if !foreign || !w.own {
			w.kinds[k].add(runs, tooMany)
		}
	}
	b.wake()
}

// moved notes that a partition went on from was, and that what follows from is known.
func (g *gathered) moved(part int, was, from uint64) {
	if _, ok := g.from[part]; !ok || from > was {
		g.from[part] = max(was, from)
	}
}

func (g *gathered) add(runs []uint64, tooMany bool) {
	g.tooMany = g.tooMany || tooMany || len(g.runs)+len(runs) > maxWatched
	if g.tooMany {
		clear(g.runs)
		return
	}
	for _, r := range runs {
		g.runs[r] = struct{}{}
	}
}
