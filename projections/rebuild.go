package projections

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"runledger/eventlog"
	"runledger/internal/position"
	"runledger/internal/progress"
)

// Generations beside the live tables.
const (
	rebuildSuffix = "_rebuild"
	verifySuffix  = "_verify"
)

// generation is a second set of tables, made from the log's beginning.
type generation struct {
	p      *Projector // the live one: its log, engine and gate
	schema Schema
	board  *progress.Board
	report func(Progress)
}

// Progress of making a generation.
type Progress struct {
	Phase       string        // "reading the log", "catching up", "comparing", "switching", "done"
	Done, Total uint64        // records
	Rate        float64       // records a second
	Left        time.Duration // expected
}

// Rebuild makes all tables anew from the log beside the live ones and puts them in
// their place. The live projector goes on meanwhile; it stands still only while the
// new tables catch up with the last moments and are switched.
func (p *Projector) Rebuild(ctx context.Context, report func(Progress)) error {
	g, err := p.newGeneration(ctx, rebuildSuffix, report)
	if err != nil {
		return err
	}
	if err := g.fill(ctx); err != nil {
		return err
	}
	p.gate.Lock()
	defer p.gate.Unlock()
	g.report(Progress{Phase: "catching up"})
	if err := g.project(ctx, p.opts.Board.Reached(progress.Points), p.foldedActions()); err != nil {
		return err
	}
	g.report(Progress{Phase: "switching"})
	for _, t := range Tables() {
		if slices.Contains(kept, t) {
			continue
		}
		q := "EXCHANGE TABLES " + p.store.schema.Name(t) + " AND " + g.schema.Name(t) + p.opts.Schema.onCluster()
		if err := p.store.conn.Exec(ctx, q); err != nil {
			return fmt.Errorf("switch table %s: %w", t, err)
		}
	}
	if err := g.schema.Drop(ctx, p.store.conn); err != nil {
		return err
	}
	g.report(Progress{Phase: "done"})
	return nil
}

// newGeneration makes empty tables with a suffix; what an aborted attempt left goes.
func (p *Projector) newGeneration(ctx context.Context, suffix string, report func(Progress)) (*generation, error) {
	if err := p.Ready(); err != nil {
		return nil, err
	}
	if report == nil {
		report = func(Progress) {}
	}
	select { // else the board says 0 of partitions whose tables are full
	case <-p.recovered:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	schema := p.opts.Schema
	schema.Suffix = suffix
	if err := schema.Drop(ctx, p.store.conn); err != nil {
		return nil, err
	}
	return &generation{p: p, schema: schema, board: progress.NewBoard(), report: report}, nil
}

// fill projects what the live tables hold now, and again what came meanwhile, until
// little is left to do while they stand still.
func (g *generation) fill(ctx context.Context) error {
	const little = 2 * time.Second
	for {
		start := time.Now()
		target := g.p.opts.Board.Reached(progress.Points)
		done := make(chan struct{})
		go g.watch(target, start, done)
		err := g.project(ctx, target, g.p.foldedActions())
		close(done)
		if err != nil {
			return err
		}
		if time.Since(start) < little {
			return nil
		}
	}
}

// watch reports the progress towards target every second.
func (g *generation) watch(target position.Position, start time.Time, done <-chan struct{}) {
	first := total(g.board.Reached(progress.Points))
	ticks := time.NewTicker(time.Second)
	defer ticks.Stop()
	for {
		select {
		case <-done:
			return
		case <-ticks.C:
		}
		now := Progress{Phase: "reading the log", Done: total(g.board.Reached(progress.Points)), Total: total(target)}
		now.Rate = float64(now.Done-min(first, now.Done)) / time.Since(start).Seconds()
		if now.Rate > 0 && now.Total > now.Done {
			now.Left = time.Duration(float64(now.Total-now.Done) / now.Rate * float64(time.Second)).Round(time.Second)
		}
		g.report(now)
	}
}

func total(p position.Position) uint64 {
	n := p.Actions
	for _, next := range p.Telemetry {
		n += next
	}
	return n
}

// foldedActions is up to where the catalog knows purges.
func (p *Projector) foldedActions() uint64 {
	if p.opts.Catalog == nil {
		return 0
	}
	return p.opts.Catalog.Next()
}

// project brings the generation's tables to target, without what was purged by actions
// below purged.
func (g *generation) project(ctx context.Context, target position.Position, purged uint64) error {
	until := map[int]uint64{}
	n, err := g.p.opts.Log.Partitions(ctx, eventlog.Telemetry)
	if err != nil {
		return err
	}
	for part := range n {
		until[part] = 0
	}
	for part, next := range target.Telemetry {
		until[part] = next
	}
	o := g.p.opts
	o.Owners, o.Schema, o.Board, o.Registerer, o.gate = nil, g.schema, g.board, nil, nil
	o.Until, o.UntilActions, o.purgedBelow = maps.Clone(until), target.Actions, purged
	if err := New(o).Run(ctx); err != nil {
		return fmt.Errorf("rebuild: %w", err)
	}
	return ctx.Err()
}
