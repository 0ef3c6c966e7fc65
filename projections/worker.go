package projections

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/ClickHouse/ch-go/proto"
	"golang.org/x/sync/errgroup"

	"runledger/event"
	"runledger/eventlog"
	"runledger/internal/progress"
)

// worker projects a set of telemetry partitions for as long as it owns them. Three
// sorts of goroutines: a reader a partition decodes, one applies, one inserts; while
// a batch is inserted the next one is collected.
type worker struct {
	log       eventlog.Log
	store     *store
	board     *progress.Board
	clock     func() time.Time
	logger    *slog.Logger
	metrics   *metrics
	linger    Linger
	held      func() bool    // the lease holds
	shared    bool           // another process may have owned the partitions before
	until     map[int]uint64 // end of each partition, for a rebuild; nil = never ends
	recovered func()         // told once it is known how far the tables are
	gate      *sync.RWMutex  // taken for reading around each insert: whoever writes stops inserts
	purged    purged

	of      int // partitions of the log
	parts   map[int]*partition
	buffers sync.Pool // of *proto.Buffer: encoded blocks, large under load and gone when idle

	mu      sync.Mutex // guards what follows
	keys    *keyTable
	states  map[uint64]*runState
	highest uint64 // largest run number ever seen: a larger one is new
	dirty   map[uint64]*runState
	past    *versionRows   // to go out with the rows of dirty runs
	evictAt int            // number of states from which some go
	urgent  bool           // a run began or ended: its row shouldn't wait
	applied map[int]uint64 // by partition: everything below is applied
	orphans map[orphan]struct{}
	now     *batch
	spare   *batch
	ended   bool // all readers reached their end

	work  chan struct{} // something to insert
	space chan struct{} // the batch was taken
}

// partition is one that this worker owns.
type partition struct {
	no     int
	resume uint64            // where reading begins: all tables hold everything below
	doubt  uint64            // below this offset tables may hold rows already
	held   []map[uint64]bool // by table: the offsets of [resume, doubt) that it holds
}

func newWorker(o Options, st *store, a assignment, m *metrics) *worker {
	keys := newKeyTable()
	w := &worker{
		log: o.Log, store: st, board: o.Board, clock: o.Clock, logger: o.Logger, metrics: m, linger: o.Linger,
		held: a.held, shared: a.shared && len(a.partitions) > 0, until: o.Until, recovered: o.recovered, gate: o.gate,
		purged: o.purged(), applied: map[int]uint64{}, orphans: map[orphan]struct{}{},
		parts: map[int]*partition{}, keys: keys, states: map[uint64]*runState{}, dirty: map[uint64]*runState{},
		past: newVersionRows(keys), now: newBatch(keys), spare: newBatch(keys), evictAt: maxStates * 5 / 4,
		buffers: sync.Pool{New: func() any { return new(proto.Buffer) }},
		work:    make(chan struct{}, 1), space: make(chan struct{}, 1),
	}
	for _, p := range a.partitions {
		w.parts[p] = &partition{no: p}
	}
	return w
}

// run works until ctx ends, the lease is lost, or (rebuild) every partition is done.
func (w *worker) run(ctx context.Context) error {
	if w.shared {
		if err := w.awaitOthers(ctx); err != nil {
			return err
		}
	}
	if err := w.persist(ctx, "recover", func() error { return w.recover(ctx) }); err != nil {
		return err
	}
	w.recovered()
	purges, err := w.beginPurges(ctx)
	if err != nil {
		return err
	}
	g, ctx := errgroup.WithContext(ctx)
	chunks := make(chan chunk, 2)
	readers, readCtx := errgroup.WithContext(ctx)
	for _, p := range w.parts {
		readers.Go(func() error { return w.read(readCtx, p, chunks) })
	}
	g.Go(func() error {
		defer close(chunks)
		return readers.Wait()
	})
	g.Go(func() error { return w.applyAll(ctx, chunks) })
	g.Go(func() error { return w.insertAll(ctx) })
	if w.until == nil {
		g.Go(func() error { return purges.run(ctx) })
	}
	return g.Wait()
}

// recover finds out where the tables stand.
func (w *worker) recover(ctx context.Context) error {
	var err error
	if w.highest, err = w.store.highestRun(ctx); err != nil {
		return err
	}
	if w.of, err = w.log.Partitions(ctx, eventlog.Telemetry); err != nil {
		return err
	}
	for _, p := range w.parts {
		if err := w.recoverPartition(ctx, p); err != nil {
			return fmt.Errorf("partition %d: %w", p.no, err)
		}
	}
	return nil
}

func (w *worker) recoverPartition(ctx context.Context, p *partition) error {
	var err error
	if p.resume, err = w.store.checkpoint(ctx, p.no); err != nil {
		return err
	}
	bounds, err := w.log.Bounds(ctx, eventlog.Telemetry, p.no)
	if err != nil {
		return err
	}
	if p.resume > bounds.Next {
		return fmt.Errorf("%w: they hold events up to offset %d, but the log ends at %d", ErrForeignTables, p.resume, bounds.Next)
	}
	p.doubt = p.resume
	for _, t := range batchTables {
		end, err := w.store.end(ctx, t.name, p.no, p.resume)
		if err != nil {
			return err
		}
		p.doubt = max(p.doubt, end)
	}
	p.held = make([]map[uint64]bool, len(batchTables))
	if p.doubt == p.resume {
		w.announce(p, p.resume)
		return nil
	}
	for i, t := range batchTables {
		if p.held[i], err = w.store.offsets(ctx, t.name, p.no, p.resume, p.doubt); err != nil {
			return err
		}
	}
	w.announce(p, p.resume)
	w.logger.Info("projector resumes", "partition", p.no, "from", p.resume, "checked_to", p.doubt, "log_end", bounds.Next)
	return nil
}

func (w *worker) announce(p *partition, next uint64) {
	w.board.Advance(progress.Points, p.no, next)
	w.board.Advance(progress.Runs, p.no, next)
}

// skips reports whether a table holds an event's rows already.
func (p *partition) skips(table int, off uint64) bool {
	return off < p.doubt && p.held[table][off]
}

// poke puts a token into a channel of capacity one.
func poke(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// applyAll folds chunks into the states and collects rows.
func (w *worker) applyAll(ctx context.Context, chunks <-chan chunk) error {
	for c := range chunks {
		if err := w.loadStates(ctx, c.events); err != nil {
			return err
		}
		for rest := c.events; len(rest) > 0; {
			n, full := w.applySome(w.parts[c.part], rest)
			rest = rest[n:]
			poke(w.work)
			if full && len(rest) > 0 {
				select {
				case <-w.space:
				case <-ctx.Done():
					return ctx.Err()
				}
			}
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	w.mu.Lock()
	w.ended = true
	w.mu.Unlock()
	poke(w.work)
	return nil
}

// applySome applies events until the batch is full; it returns how many.
func (w *worker) applySome(p *partition, events []decoded) (int, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	gone := w.purged.among(events)
	for i := range events {
		if w.now.full() {
			return i, true
		}
		w.applyOne(p, &events[i], gone[events[i].run])
	}
	return len(events), w.now.full()
}

func (w *worker) applyOne(p *partition, d *decoded, gone uint64) {
	at := place{uint16(p.no), d.off}
	w.now.next[p.no], w.applied[p.no] = d.off+1, d.off+1
	if w.now.since.IsZero() {
		w.now.since = d.at
	}
	w.now.events++
	if gone != 0 {
		w.metrics.skipped.Inc()
		w.orphaned(d, gone)
		return
	}
	// Of one run in two partitions nobody could tell which is the later.
	if home := event.Partition(d.run, w.of); d.err == nil && home != p.no {
		d.err = fmt.Errorf("run %d belongs to partition %d", d.run, home)
	}
	if d.err != nil {
		w.setAside(p, at, d)
		return
	}
	w.now.runs[d.run] = struct{}{}
	st := w.states[d.run]
	if st == nil {
		st = newRunState(d.run, d.home, uint16(p.no))
		w.states[d.run] = st
		w.highest = max(w.highest, d.run)
	}
	c := change{part: at.part, off: d.off, at: d.at, ev: d.ev}
	res, err := apply(&c, st, d.kind, w.keys)
	switch {
	case err != nil:
		d.err = err
		w.setAside(p, at, d)
		return
	case res == repeated:
		w.metrics.repeated.Inc()
		return
	case res == included:
		return
	}
	w.dirty[st.run] = st
	w.urgent = w.urgent || c.moved
	for i, t := range w.now.tables {
		if !p.skips(i, d.off) {
			t.apply(&c)
		}
	}
	w.past.apply(&c)
}

func (w *worker) setAside(p *partition, at place, d *decoded) {
	a := aside{topic: eventlog.Telemetry, place: at, at: d.at, err: d.err, value: d.value}
	var unknown event.ErrUnknown
	switch {
	case d.ev != nil:
		a.kind = d.ev.Type
	case errors.As(d.err, &unknown):
		a.kind = unknown.Type
	}
	w.metrics.setAside.WithLabelValues(a.reason()).Inc()
	w.logger.Error("set aside a record that can't be applied", "partition", p.no, "offset", d.off, "type", a.kind, "reason", a.reason(), "error", d.err)
	for i, t := range batchTables {
		if t.name == setAside && p.skips(i, d.off) {
			return
		}
	}
	w.now.setAside(a)
}

type blockFunc = func() proto.Input

// ErrForeignTables: the tables were made from another log.
var ErrForeignTables = errors.New("these tables belong to another log")

// over reports whether an error is an ordinary end.
func over(err error) bool {
	return err == nil || errors.Is(err, context.Canceled) || errors.Is(err, errLease) || errors.Is(err, eventlog.ErrClosed)
}
