package projections

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/sync/errgroup"

	"runledger/catalog"
	"runledger/engine"
	"runledger/eventlog"
	"runledger/internal/clickhouse"
	"runledger/internal/progress"
)

// Options of a Projector. Log, Endpoint and Board are needed.
type Options struct {
	Log      eventlog.Log
	Catalog  *catalog.Catalog // knows what is purged; nil: nothing is
	Owners   eventlog.Owners  // who owns which partitions; nil: this process, all of them
	Endpoint engine.Endpoint  // with the database's name; the database is created
	Schema   Schema
	Board    *progress.Board

	Linger     Linger // zero: DefaultLinger
	Clock      func() time.Time
	Logger     *slog.Logger
	Registerer prometheus.Registerer

	// Until ends the projection of each partition before an offset (rebuild); nil: it
	// goes on. Actions are then projected up to UntilActions.
	Until        map[int]uint64
	UntilActions uint64

	purgedBelow uint64 // purges by actions from here on don't count; 0: all do
	gate        *sync.RWMutex
	recovered   func() // told once it is known how far the tables are
}

func (o Options) purged() purged {
	if o.purgedBelow == 0 {
		return purged{o.Catalog, everPurged}
	}
	return purged{o.Catalog, o.purgedBelow}
}

// Projector keeps the tables in step with the log.
type Projector struct {
	opts    Options
	metrics *metrics
	gate    sync.RWMutex // held for writing while tables are switched
	store   *store
	ready   atomic.Pointer[error]

	recovered chan struct{} // closed once the board says how far the tables are
}

// New returns a Projector that does nothing yet.
func New(o Options) *Projector {
	if o.Linger == (Linger{}) {
		o.Linger = DefaultLinger
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	p := &Projector{opts: o, metrics: newMetrics(o.Registerer), recovered: make(chan struct{})}
	p.opts.gate = &p.gate
	p.opts.recovered = sync.OnceFunc(func() { close(p.recovered) })
	p.notReady(errors.New("the projector hasn't begun"))
	return p
}

func (p *Projector) notReady(err error) { p.ready.Store(&err) }

// Ready returns nil while the tables are there and being written.
func (p *Projector) Ready() error { return *p.ready.Load() }

// Run projects until ctx ends. Failures of ClickHouse are waited out; an error means
// that going on would be wrong.
func (p *Projector) Run(ctx context.Context) error {
	if err := p.open(ctx); err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return err
	}
	defer p.close()
	for {
		err := p.runOwned(ctx)
		switch {
		case ctx.Err() != nil:
			return nil
		case errors.Is(err, errLease):
			p.opts.Logger.Warn("partitions went to another projector")
		case err == nil && p.opts.Until != nil:
			return nil
		case err != nil:
			p.notReady(err)
			return fmt.Errorf("projector: %w", err)
		}
	}
}

// open connects and makes the tables; it waits for an engine that isn't there yet.
func (p *Projector) open(ctx context.Context) error {
	wait := 20 * time.Millisecond
	for {
		err := p.tryOpen(ctx)
		if err == nil {
			p.notReady(nil)
			return nil
		}
		p.notReady(err)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if clickhouse.Code(err) != 0 {
			return err
		}
		if err := pause(ctx, wait); err != nil {
			return err
		}
		wait = min(2*wait, time.Second)
	}
}

func (p *Projector) tryOpen(ctx context.Context) error {
	at := p.opts.Endpoint
	admin := clickhouse.NewClient(at.WithDatabase(""))
	defer admin.Close()
	if at.Database != "" {
		if _, err := admin.Post(ctx, "CREATE DATABASE IF NOT EXISTS "+quoted(at.Database)+p.opts.Schema.onCluster(), nil, nil, nil); err != nil {
			return fmt.Errorf("create database: %w", err)
		}
	}
	conn, err := clickhouse.Open(at)
	if err != nil {
		return err
	}
	if err := p.opts.Schema.Create(ctx, conn); err != nil {
		conn.Close()
		return err
	}
	p.store = &store{conn: conn, client: clickhouse.NewClient(at), schema: p.opts.Schema}
	return nil
}

func (p *Projector) close() {
	p.store.conn.Close()
	p.store.client.Close()
}

// runOwned works on the partitions of one assignment.
func (p *Projector) runOwned(ctx context.Context) error {
	a, err := p.assignment(ctx)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	g, ctx := errgroup.WithContext(ctx)
	if a.lost != nil {
		g.Go(func() error {
			select {
			case <-a.lost:
				return errLease
			case <-ctx.Done():
				return nil
			}
		})
	}
	g.Go(func() error {
		if p.opts.Until == nil {
			return newWorker(p.opts, p.store, a, p.metrics).run(ctx)
		}
		defer stop()
		return errors.Join(newWorker(p.opts, p.store, a, p.metrics).run(ctx), p.actions(a).run(ctx))
	})
	if p.opts.Until == nil && a.actions {
		g.Go(func() error { return p.actions(a).run(ctx) })
	}
	if err := g.Wait(); err != nil && !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

// assignment is what this process may write, and for how long.
type assignment struct {
	partitions []int
	actions    bool // the owner of partition 0 also projects the actions
	lost       <-chan struct{}
	held       func() bool
	shared     bool // with other processes: one of them may have owned it before
}

func (p *Projector) assignment(ctx context.Context) (assignment, error) {
	if p.opts.Owners == nil {
		n, err := p.opts.Log.Partitions(ctx, eventlog.Telemetry)
		if err != nil {
			return assignment{}, err
		}
		a := assignment{actions: true, held: func() bool { return true }}
		for part := range n {
			a.partitions = append(a.partitions, part)
		}
		return a, nil
	}
	return p.nextOwned(ctx)
}
