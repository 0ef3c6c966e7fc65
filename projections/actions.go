package projections

import (
	"context"
	"fmt"
	"time"

	"github.com/ClickHouse/ch-go/proto"

	"runledger/catalog"
	"runledger/eventlog"
)

// actor projects the actions topic: a fold of its own tells what became of each
// action. run_facts is written before audit, so audit's end is where both stand.
type actor struct {
	p     *Projector
	held  func() bool
	state *catalog.State
	end   uint64 // both tables hold everything below
}

func (p *Projector) actions(a assignment) *actor {
	return &actor{p: p, held: a.held, state: catalog.NewState()}
}

func (a *actor) run(ctx context.Context) error {
	w := a.writer()
	err := w.persist(ctx, auditTable, func() (err error) {
		a.end, err = a.auditEnd(ctx)
		return err
	})
	if err != nil {
		return err
	}
	a.p.opts.Board.AdvanceActions(a.end)
	last := time.Time{}
	for next := uint64(0); a.p.opts.Until == nil || next < a.p.opts.UntilActions; {
		records, err := a.p.opts.Log.Read(ctx, eventlog.Actions, 0, next, readBytes)
		if err != nil {
			return fmt.Errorf("read actions at %d: %w", next, err)
		}
		next = records[len(records)-1].Offset + 1
		if rest := a.p.opts.Linger.Min - a.p.opts.Clock().Sub(last); rest > 0 && next > a.end {
			if err := pause(ctx, rest); err != nil {
				return err
			}
		}
		last = a.p.opts.Clock()
		if err := a.write(ctx, w, records); err != nil {
			return err
		}
		a.p.opts.Board.AdvanceActions(max(next, a.end))
	}
	return nil
}

// writer lends a worker's way to insert.
func (a *actor) writer() *worker {
	o := a.p.opts
	return &worker{store: a.p.store, clock: o.Clock, logger: o.Logger, metrics: a.p.metrics, held: a.held}
}

func (a *actor) auditEnd(ctx context.Context) (uint64, error) {
	var n, last uint64
	q := "SELECT count(), max(off) FROM " + a.p.store.schema.Name(auditTable)
	if err := a.p.store.conn.QueryRow(ctx, q).Scan(&n, &last); err != nil {
		return 0, fmt.Errorf("where audit ends: %w", err)
	}
	if n == 0 {
		return 0, nil
	}
	return last + 1, nil
}

func (a *actor) write(ctx context.Context, w *worker, records []eventlog.Stored) error {
	facts, audit := newFactRows(), newAuditRows()
	for _, s := range records {
		if a.p.opts.Until != nil && s.Offset >= a.p.opts.UntilActions {
			break
		}
		r := catalog.Decode(s)
		v := a.state.Apply(r)
		if r.Offset < a.end {
			continue
		}
		if v.Code == catalog.CodeNewerLog {
			return fmt.Errorf("actions at offset %d: %s", r.Offset, v.Reason)
		}
		facts.apply(r, v, a.state)
		audit.apply(r, v)
	}
	a.p.gate.RLock()
	defer a.p.gate.RUnlock()
	if err := a.put(ctx, w, runFacts, facts.block, facts.off); err != nil {
		return err
	}
	if err := a.put(ctx, w, auditTable, audit.block, audit.off); err != nil {
		return err
	}
	a.p.metrics.actions.Add(float64(audit.len()))
	return nil
}

// put inserts rows of the actions' tables. Their rows collapse by offset, so that an
// insert whose outcome isn't known is simply repeated.
func (a *actor) put(ctx context.Context, w *worker, table string, block blockFunc, offs proto.ColUInt64) error {
	if len(offs) == 0 {
		return nil
	}
	in := block()
	body, err := encode(in)
	if err != nil {
		return fmt.Errorf("%s: %w", table, err)
	}
	return w.persist(ctx, table, func() error {
		if !a.held() {
			return errLease
		}
		start := a.p.opts.Clock()
		if err := a.p.store.insert(ctx, table, in, body, a.held); err != nil {
			return fmt.Errorf("insert %s (%d rows): %w", table, len(offs), err)
		}
		a.p.metrics.inserted(table, len(offs), len(body), a.p.opts.Clock().Sub(start))
		return nil
	})
}
