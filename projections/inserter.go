package projections

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/ClickHouse/ch-go/proto"
	"golang.org/x/sync/errgroup"

	"runledger/internal/progress"
)

// insertAll takes batches and inserts them, run rows coalesced behind them.
func (w *worker) insertAll(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	i := &inserter{w: w, runs: make(chan runBatch, 1), pace: newPace(w.linger), reached: map[int]uint64{}, changed: map[uint64]struct{}{}}
	g.Go(func() error {
		defer close(i.runs)
		return i.batches(ctx)
	})
	g.Go(func() error { return i.runRows(ctx) })
	return g.Wait()
}

// inserter is the inserting side of a worker.
type inserter struct {
	w       *worker
	pace    *pace
	runs    chan runBatch // one waits while one is inserted
	reached map[int]uint64
	changed map[uint64]struct{} // runs of batches taken without run rows
	owed    bool                // batches were taken without run rows: readers of those wait
}

func (i *inserter) batches(ctx context.Context) error {
	w := i.w
	for {
		ended, err := i.wait(ctx)
		if err != nil {
			return err
		}
		b, runs, err := i.take(ended)
		if err != nil {
			return err
		}
		if err := i.insert(ctx, b); err != nil {
			return err
		}
		if runs != nil {
			select {
			case i.runs <- *runs:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		b.reset()
		w.mu.Lock()
		w.spare = b
		done := ended && w.now.empty() && len(w.dirty) == 0
		w.mu.Unlock()
		if done {
			return nil
		}
	}
}

// wait returns when a batch should be taken; ended: nothing more will come.
func (i *inserter) wait(ctx context.Context) (ended bool, err error) {
	w := i.w
	for {
		w.mu.Lock()
		now := w.clock()
		growing := !w.now.empty()
		due, any := i.pace.due(now, growing, w.now.full(), i.owed || len(w.dirty) > 0, w.urgent)
		ended = w.ended
		w.mu.Unlock()
		switch {
		case ended || any && !due.After(now):
			return ended, nil
		case any:
			err = i.sleep(ctx, due.Sub(now), growing)
		default:
			err = i.sleep(ctx, -1, false)
		}
		if err != nil {
			return false, err
		}
	}
}

// sleep waits for d, or for news, or (d < 0) for news only. growing: a batch is on its
// way, and only a full one changes when it's due.
func (i *inserter) sleep(ctx context.Context, d time.Duration, growing bool) error {
	var timer <-chan time.Time
	if d >= 0 {
		t := time.NewTimer(d)
		defer t.Stop()
		timer = t.C
	}
	select {
	case <-timer:
	case <-i.w.work:
		if growing {
			return i.sleepRest(ctx, timer)
		}
	case <-ctx.Done():
		return ctx.Err()
	}
	return nil
}

func (i *inserter) sleepRest(ctx context.Context, timer <-chan time.Time) error {
	for {
		i.w.mu.Lock()
		soon := i.w.now.full() || i.w.urgent || i.w.ended
		i.w.mu.Unlock()
		if soon {
			return nil
		}
		select {
		case <-timer:
			return nil
		case <-i.w.work:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// take seals the current batch and, if they are due, the rows of changed runs.
func (i *inserter) take(ended bool) (*batch, *runBatch, error) {
	w := i.w
	w.mu.Lock()
	defer w.mu.Unlock()
	b := w.now
	b.seal()
	w.now, w.spare = w.spare, nil
	poke(w.space)
	for p, next := range b.next {
		i.reached[p] = next
	}
	for run := range b.runs {
		i.changed[run] = struct{}{}
	}
	if i.owed = !ended && !i.pace.runsDue(w.clock(), w.urgent) && w.past.size() < maxPastBytes; i.owed {
		return b, nil, nil
	}
	runs, err := w.takeRuns()
	if err != nil {
		return nil, nil, err
	}
	for p, next := range i.reached {
		runs.next[p] = next
	}
	runs.changed, i.changed = slices.Collect(maps.Keys(i.changed)), map[uint64]struct{}{}
	i.pace.runsTaken(w.clock())
	return b, runs, nil
}

// insert writes a batch into all its tables, in stages.
func (i *inserter) insert(ctx context.Context, b *batch) error {
	if b.empty() {
		return nil
	}
	w := i.w
	w.gate.RLock()
	defer w.gate.RUnlock()
	start := w.clock()
	rows := b.rows()
	for _, s := range []stage{early, middle} {
		g, ctx := errgroup.WithContext(ctx)
		for n, t := range batchTables {
			if t.stage == s && b.tables[n].len() > 0 {
				g.Go(func() error { return w.put(ctx, t.name, b.tables[n]) })
			}
		}
		if err := g.Wait(); err != nil {
			return err
		}
	}
	end := w.clock()
	i.pace.inserted(start, end, rows)
	w.board.Changed(progress.Points, b.next, slices.Collect(maps.Keys(b.runs)))
	w.metrics.batch(rows, b.events, end.Sub(start), end.Sub(b.since))
	return nil
}

// put inserts a table's rows.
func (w *worker) put(ctx context.Context, table string, rows tableRows) error {
	return w.putBlock(ctx, table, rows.block, rows.len(), rows.last())
}

// putBlock inserts a block exactly once: after any doubt it asks the table whether
// the insert is there.
func (w *worker) putBlock(ctx context.Context, table string, block blockFunc, rows int, last place) error {
	return w.send(ctx, table, block(), rows, func(ctx context.Context) (bool, error) { return w.settle(ctx, table, last) })
}

// putAgain inserts a block at least once: of equal rows the tables of runs keep one.
func (w *worker) putAgain(ctx context.Context, table string, in proto.Input, rows int) error {
	return w.send(ctx, table, in, rows, func(context.Context) (bool, error) { return false, nil })
}

// send inserts a block; there is asked before it's sent again.
func (w *worker) send(ctx context.Context, table string, in proto.Input, rows int, there func(context.Context) (bool, error)) error {
	buf := w.buffers.Get().(*proto.Buffer)
	defer w.buffers.Put(buf)
	buf.Reset()
	if err := encodeInto(buf, in); err != nil {
		return fmt.Errorf("%s: %w", table, err)
	}
	body := buf.Buf
	doubt := false
	return w.persist(ctx, table, func() error {
		if !w.held() {
			return errLease
		}
		if doubt {
			if is, err := there(ctx); is || err != nil {
				return err
			}
		}
		doubt = true
		start := w.clock()
		if err := w.store.insert(ctx, table, in, body, w.held); err != nil {
			return fmt.Errorf("insert %s (%d rows): %w", table, rows, err)
		}
		w.metrics.inserted(table, rows, len(body), w.clock().Sub(start))
		return nil
	})
}

var errStillInserting = errors.New("an insert whose reply was lost goes on")

// settle finds out what became of an insert without a reply.
func (w *worker) settle(ctx context.Context, table string, last place) (there bool, err error) {
	busy, err := w.store.inserting(ctx, table)
	if err != nil {
		return false, err
	}
	if busy {
		return false, errStillInserting
	}
	return w.store.holds(ctx, table, last)
}
