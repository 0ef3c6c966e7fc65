package projections

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"runledger/eventlog"
	"runledger/internal/position"
	"runledger/internal/progress"
)

// purger removes the rows of purged runs from the tables made of telemetry. The owner
// of a run's partition does it: nobody else writes rows of that run. It begins with
// what wasn't done when the process, or the last owner, ended.
type purger struct {
	w    *worker
	done map[int]uint64 // of the worker's partitions: purges by actions below are carried out
}

// newPurger finds out what is to be done. An empty generation never gets rows of what is
// purged by now.
func (w *worker) newPurger(ctx context.Context) (*purger, error) {
	if err := w.purged.reach(ctx, w.log); err != nil {
		return nil, err
	}
	done, err := w.store.purgesDone(ctx)
	if err != nil {
		return nil, err
	}
	p := &purger{w: w, done: map[int]uint64{}}
	_, next := w.purged.due(nil, 1)
	empty := w.until != nil && w.highest == 0
	for no, part := range w.parts {
		empty = empty && part.doubt == 0
		p.done[no] = done[no]
	}
	if !empty || next == 0 {
		return p, nil
	}
	for no := range p.done {
		p.done[no] = next
	}
	return p, w.store.savePurges(ctx, w.clock(), slices.Collect(maps.Keys(p.done)), next)
}

// beginPurges is newPurger; a generation has no reader yet, and what was purged since
// its last step goes before it's read on.
func (w *worker) beginPurges(ctx context.Context) (p *purger, err error) {
	err = w.persist(ctx, "purge", func() (err error) {
		p, err = w.newPurger(ctx)
		return err
	})
	if err == nil && w.until != nil {
		err = p.carryOut(ctx)
	}
	return p, err
}

// run carries out purges as the fold meets them.
func (p *purger) run(ctx context.Context) error {
	if p.w.purged.cat == nil {
		return nil
	}
	news := make(chan struct{}, 1)
	defer p.w.purged.watch(news)()
	for {
		if err := p.carryOut(ctx); err != nil {
			return err
		}
		select {
		case <-news:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (p *purger) carryOut(ctx context.Context) error {
	w := p.w
	runs, next := w.purged.due(p.done, w.of)
	if len(runs) == 0 {
		return nil
	}
	start := w.clock()
	// The fold says already that the runs are purged: once their states are gone here, no
	// row of them is made any more. What was made before is in the tables once these reach
	// what was applied.
	at := w.forget(runs)
	if err := w.board.Wait(ctx, progress.Runs, at); err != nil {
		return err
	}
	for some := range slices.Chunk(runs, purgeAtOnce) {
		if err := p.remove(ctx, some); err != nil {
			return err
		}
	}
	if err := p.removeAside(ctx); err != nil {
		return err
	}
	if err := p.erase(ctx); err != nil {
		return err
	}
	parts := slices.Sorted(maps.Keys(p.done))
	err := w.persist(ctx, purges, func() error { return w.store.savePurges(ctx, w.clock(), parts, next) })
	if err != nil {
		return err
	}
	for _, part := range parts {
		p.done[part] = next
	}
	w.metrics.purged.Add(float64(len(runs)))
	w.logger.Info("purged runs are removed from the tables", "runs", len(runs), "took", w.clock().Sub(start))
	return nil
}

// remove removes the rows of some runs. The order matters: the contents are noted
// before the rows that name them go.
func (p *purger) remove(ctx context.Context, runs []purgedRun) error {
	w := p.w
	if err := p.step(ctx, func() error { return w.store.doom(ctx, runs, w.clock()) }); err != nil {
		return err
	}
	for _, table := range runTables() {
		if err := p.step(ctx, func() error { return w.store.remove(ctx, table, ofRuns(runs)) }); err != nil {
			return err
		}
	}
	return nil
}

// erase lets the bytes of removed rows go from the disk. It may take long, and holds
// nobody up.
func (p *purger) erase(ctx context.Context) error {
	w := p.w
	for _, table := range append(runTables(), setAside) {
		if err := w.persist(ctx, "purge", func() error { return w.store.erase(ctx, table) }); err != nil {
			return err
		}
	}
	return nil
}

// step does one statement until it succeeds; tables aren't switched meanwhile.
func (p *purger) step(ctx context.Context, do func() error) error {
	return p.w.persist(ctx, "purge", func() error {
		p.w.gate.RLock()
		defer p.w.gate.RUnlock()
		if !p.w.held() {
			return errLease
		}
		return do()
	})
}

// removeAside removes the records of purged runs that were set aside; only the log
// tells of which run a record is.
func (p *purger) removeAside(ctx context.Context) error {
	var gone []string
	err := p.step(ctx, func() (err error) {
		gone, err = p.purgedAside(ctx)
		return err
	})
	if err != nil || len(gone) == 0 {
		return err
	}
	for some := range slices.Chunk(gone, purgeAtOnce) {
		where := "topic = '" + string(eventlog.Telemetry) + "' AND (part, off) IN (" + strings.Join(some, ", ") + ")"
		if err := p.step(ctx, func() error { return p.w.store.remove(ctx, setAside, where) }); err != nil {
			return err
		}
	}
	return nil
}

func (p *purger) purgedAside(ctx context.Context) (gone []string, err error) {
	w := p.w
	rows, err := w.store.conn.Query(ctx, "SELECT DISTINCT part, off FROM "+w.store.schema.Name(setAside)+
		" WHERE topic = '"+string(eventlog.Telemetry)+"' AND part IN ("+strings.Join(texts(p.done), ", ")+")")
	if err != nil {
		return nil, fmt.Errorf("records set aside: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var at place
		if err := rows.Scan(&at.part, &at.off); err != nil {
			return nil, fmt.Errorf("records set aside: %w", err)
		}
		records, err := w.log.Read(ctx, eventlog.Telemetry, int(at.part), at.off, 1)
		if err != nil {
			return nil, fmt.Errorf("read what was set aside: %w", err)
		}
		if w.purged.among([]decoded{decode(records[0])}) != nil {
			gone = append(gone, fmt.Sprintf("(%d, %d)", at.part, at.off))
		}
	}
	return gone, rows.Err()
}

func texts(parts map[int]uint64) []string {
	var list []string
	for part := range parts {
		list = append(list, fmt.Sprint(part))
	}
	return list
}

// forget lets go of the states of runs and returns how far events were applied.
func (w *worker) forget(runs []purgedRun) position.Position {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, r := range runs {
		delete(w.states, r.run)
		delete(w.dirty, r.run)
	}
	w.urgent = true // what was applied should be in the tables soon
	poke(w.work)
	var at position.Position
	for part, next := range w.applied {
		at.Reach(part, next-1)
	}
	return at
}
