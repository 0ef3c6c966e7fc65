package projections

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ClickHouse/ch-go/proto"

	"runledger/catalog"
	"runledger/eventlog"
)

// actor projects the actions topic: a fold of its own tells what became of each
// action. audit is written after the others, so its end is where all stand.
type actor struct {
	p     *Projector
	held  func() bool
	state *catalog.State
	end   uint64 // the tables hold everything below

	purged uint64 // purges by actions below are carried out
	due    bool   // the fold has met one that isn't
}

func (p *Projector) actions(a assignment) *actor {
	return &actor{p: p, held: a.held, state: catalog.NewState()}
}

func (a *actor) run(ctx context.Context) error {
	w := a.writer()
	err := w.persist(ctx, auditTable, func() (err error) {
		if a.end, err = a.auditEnd(ctx); err == nil {
			err = a.beginPurges(ctx)
		}
		return err
	})
	if err != nil {
		return err
	}
	a.p.opts.Board.AdvanceActions(a.end)
	last := time.Time{}
	for next := uint64(0); a.p.opts.Until == nil || next < a.p.opts.UntilActions; {
		records, err := a.read(ctx, w, next)
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
		a.p.opts.Board.AdvanceActions(max(min(next, a.state.Next()), a.end))
		if newer := a.state.Newer(); newer != "" {
			return a.stopped(ctx, newer)
		}
	}
	return nil
}

func (a *actor) read(ctx context.Context, w *worker, next uint64) (records []eventlog.Stored, err error) {
	err = w.persist(ctx, "read the log", func() (err error) {
		records, err = a.p.opts.Log.Read(ctx, eventlog.Actions, 0, next, readBytes)
		return err
	})
	return records, err
}

// stopped waits for the end before an action that only a newer program understands.
// Telemetry goes on.
func (a *actor) stopped(ctx context.Context, newer string) error {
	err := fmt.Errorf("actions are no longer projected: %w: %s", catalog.ErrNewerLog, newer)
	if a.p.opts.Until != nil {
		return err
	}
	a.p.opts.Logger.Error("upgrade this process", "error", err)
	a.p.notReady(err)
	<-ctx.Done()
	return ctx.Err()
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
	facts, audit, asides := newFactRows(), newAuditRows(), newAsideRows()
	traces := a.traces()
	for _, s := range records {
		if a.p.opts.Until != nil && s.Offset >= a.p.opts.UntilActions {
			break
		}
		r := catalog.Decode(s)
		v := a.state.Apply(r)
		if v.Code == catalog.CodeNewerLog {
			break
		}
		a.due = a.due || isAcceptedPurge(r, v) && r.Offset >= a.purged
		if r.Offset < a.end {
			continue
		}
		if v.Code == catalog.CodeDamaged {
			asides.add(a.setAside(r, v, s.Value))
		}
		facts.apply(r, v, a.state, traces)
		audit.apply(r, v, traces)
	}
	if err := a.insert(ctx, w, asides, facts, audit); err != nil {
		return err
	}
	if a.due && a.state.Next() >= a.end {
		return a.purge(ctx, w)
	}
	return nil
}

func (a *actor) insert(ctx context.Context, w *worker, asides *asideRows, facts *factRows, audit *auditRows) error {
	a.p.gate.RLock()
	defer a.p.gate.RUnlock()
	if err := a.put(ctx, w, setAside, asides.block, asides.off); err != nil {
		return err
	}
	if err := a.put(ctx, w, runFacts, facts.block, facts.off); err != nil {
		return err
	}
	if err := a.put(ctx, w, auditTable, audit.block, audit.off); err != nil {
		return err
	}
	a.p.metrics.actions.Add(float64(audit.len()))
	return nil
}

// setAside counts and reports a record that isn't a readable action.
func (a *actor) setAside(r catalog.Record, v catalog.Verdict, value []byte) aside {
	out := aside{topic: eventlog.Actions, place: place{0, r.Offset}, at: r.At, err: errors.New(v.Reason), value: value}
	if r.Event != nil {
		out.kind = r.Event.Type
	}
	a.p.metrics.setAside.WithLabelValues(out.reason()).Inc()
	a.p.opts.Logger.Error("set aside an action that can't be read", "offset", r.Offset, "type", out.kind, "reason", out.reason(), "error", v.Reason)
	return out
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
