package projections

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"runledger/catalog"
	"runledger/event"
	"runledger/eventlog"
	"runledger/internal/progress"
)

// Comparison of one table with its rebuilt twin. Rows are logical rows: deliveries
// that a merge would collapse count once. Sums are wrapping sums of row hashes, so
// they don't depend on order, parts or merges.
type Comparison struct {
	Table       string `json:"table"`
	LiveRows    uint64 `json:"live_rows"`
	RebuiltRows uint64 `json:"rebuilt_rows"`
	LiveSum     string `json:"live_sum"`
	RebuiltSum  string `json:"rebuilt_sum"`
	Equal       bool   `json:"equal"`
	Note        string `json:"note,omitempty"`
}

// Verify makes all tables anew from the log and compares them with the live ones,
// table by table. The live projector stands still while they are compared.
func (p *Projector) Verify(ctx context.Context, report func(Progress)) ([]Comparison, error) {
	g, err := p.newGeneration(ctx, verifySuffix, report)
	if err != nil {
		return nil, err
	}
	defer func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
		defer cancel()
		if err := g.schema.Drop(ctx, p.store.conn); err != nil {
			p.opts.Logger.Warn("drop the tables of a verification", "error", err)
		}
	}()
	if err := g.fill(ctx); err != nil {
		return nil, err
	}
	p.settleRuns(ctx)
	purged, err := p.lockPurged(ctx)
	if err != nil {
		return nil, err
	}
	defer p.gate.Unlock()
	g.report(Progress{Phase: "comparing"})
	if err := g.project(ctx, p.opts.Board.Reached(progress.Points), purged); err != nil {
		return nil, err
	}
	var out []Comparison
	for _, t := range Tables() {
		if t == checkpoints || slices.Contains(kept, t) {
			continue
		}
		c, err := g.compare(ctx, t)
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	g.report(Progress{Phase: "done"})
	return out, nil
}

// settleRuns gives run rows, which follow the other tables coalesced, a moment to
// catch up. Under load some will be behind: compare counts those.
func (p *Projector) settleRuns(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	_ = p.opts.Board.Wait(ctx, progress.Runs, p.opts.Board.Reached(progress.Points))
}

// lockPurged takes the gate when every purge that the catalog knows is carried out in the
// live tables, and returns up to where it knows them.
func (p *Projector) lockPurged(ctx context.Context) (uint64, error) {
	for {
		p.gate.Lock()
		below, done, err := p.purgesSettled(ctx)
		if err == nil && done {
			return below, nil
		}
		p.gate.Unlock()
		if err == nil {
			err = pause(ctx, 100*time.Millisecond)
		}
		if err != nil {
			return 0, fmt.Errorf("wait until purges are carried out: %w", err)
		}
	}
}

// purgesSettled tells whether the live tables are without everything that was purged by
// actions below an offset, which is where the catalog is.
func (p *Projector) purgesSettled(ctx context.Context) (below uint64, settled bool, err error) {
	if p.opts.Catalog == nil {
		return 0, true, nil
	}
	of, err := p.opts.Log.Partitions(ctx, eventlog.Telemetry)
	if err != nil {
		return 0, false, err
	}
	done, err := p.store.purgesDone(ctx)
	if err != nil {
		return 0, false, err
	}
	p.opts.Catalog.View(func(st *catalog.State) {
		below, settled = st.Next(), true
		for no := catalog.RunNo(1); settled; no++ {
			r := st.RunByNo(no)
			if r == nil {
				break
			}
			settled = !r.Purged || r.Version <= min(done[event.Partition(uint64(no), of)], done[actionsPart])
		}
		for pr := range st.Projects() {
			settled = settled && (!pr.Purged || pr.Version <= done[actionsPart])
		}
	})
	return below, settled, nil
}

func (g *generation) compare(ctx context.Context, table string) (Comparison, error) {
	c := Comparison{Table: table}
	var err error
	if c.LiveRows, c.LiveSum, err = g.sum(ctx, g.p.store.schema.Name(table), ""); err != nil {
		return c, err
	}
	if c.RebuiltRows, c.RebuiltSum, err = g.sum(ctx, g.schema.Name(table), ""); err != nil {
		return c, err
	}
	c.Equal = c.LiveRows == c.RebuiltRows && c.LiveSum == c.RebuiltSum
	if c.Equal {
		return c, nil
	}
	switch table {
	case "rewritten":
		return c, g.compareRewritten(ctx, &c)
	case runData, runValues:
		return c, g.compareRunRows(ctx, &c)
	case runVersions:
		return c, g.comparePast(ctx, &c)
	}
	return c, nil
}

// compareRewritten: a mark too many is allowed (an insert that couldn't be settled),
// one too few isn't.
func (g *generation) compareRewritten(ctx context.Context, c *Comparison) error {
	var missing uint64
	q := "SELECT count() FROM (SELECT home, key, run, off FROM " + g.schema.Name("rewritten") +
		" EXCEPT DISTINCT SELECT home, key, run, off FROM " + g.p.store.schema.Name("rewritten") + ")"
	if err := g.p.store.conn.QueryRow(ctx, q).Scan(&missing); err != nil {
		return fmt.Errorf("compare rewritten: %w", err)
	}
	c.Equal = missing == 0
	c.Note = fmt.Sprintf("%d marks missing; more marks than needed are harmless", missing)
	return nil
}

// compareRunRows: a run whose row hasn't followed its last events yet has a smaller
// off in the live table; all others must be equal.
func (g *generation) compareRunRows(ctx context.Context, c *Comparison) error {
	live, rebuilt := g.p.store.schema.Name(c.Table), g.schema.Name(c.Table)
	var behind uint64
	q := "SELECT count() FROM (SELECT run, off FROM " + rebuilt + " FINAL) AS r LEFT JOIN (SELECT run, off FROM " + live +
		" FINAL) AS l ON r.run = l.run WHERE l.off < r.off OR l.run = 0"
	if err := g.p.store.conn.QueryRow(ctx, q).Scan(&behind); err != nil {
		return fmt.Errorf("compare %s: %w", c.Table, err)
	}
	c.Note = fmt.Sprintf("%d runs whose row follows within a second", behind)
	same := " WHERE (run, off) IN (SELECT run, off FROM %s FINAL)"
	_, a, err := g.sum(ctx, live, fmt.Sprintf(same, rebuilt))
	if err != nil {
		return err
	}
	_, b, err := g.sum(ctx, rebuilt, fmt.Sprintf(same, live))
	if err != nil {
		return err
	}
	c.Equal = a == b && behind > 0 && g.p.opts.Until == nil
	return nil
}

// comparePast: rows of run_versions go out with those of run_data, so those past the
// run's row there are still to come.
func (g *generation) comparePast(ctx context.Context, c *Comparison) error {
	rebuilt := g.schema.Name(runVersions)
	due := "SELECT v.run, v.off FROM " + rebuilt + " AS v JOIN (SELECT run, off FROM " + g.p.store.schema.Name(runData) +
		" FINAL) AS d ON v.run = d.run WHERE v.off <= d.off"
	n, want, err := g.sum(ctx, rebuilt, " WHERE (run, off) IN ("+due+")")
	if err != nil {
		return err
	}
	c.Note = fmt.Sprintf("%d rows follow within a second", c.RebuiltRows-n)
	c.Equal = n == c.LiveRows && want == c.LiveSum && n < c.RebuiltRows && g.p.opts.Until == nil
	return nil
}

// sum counts a table's logical rows and adds their hashes.
func (g *generation) sum(ctx context.Context, name, where string) (rows uint64, sum string, err error) {
	cols, err := g.hashed(ctx, name)
	if err != nil {
		return 0, "", err
	}
	q := "SELECT count(), toString(sum(cityHash64(" + cols + "))) FROM " + name + " FINAL" + where
	if err := g.p.store.conn.QueryRow(ctx, q).Scan(&rows, &sum); err != nil {
		return 0, "", fmt.Errorf("sum %s: %w", name, err)
	}
	return rows, sum, nil
}

// hashed lists a table's columns as arguments of the hash: floats by their bits, NULL
// as text, JSON columns not at all (their exact text stands beside them).
func (g *generation) hashed(ctx context.Context, name string) (string, error) {
	rows, err := g.p.store.conn.Query(ctx, "SELECT name, type FROM system.columns WHERE database = currentDatabase() AND table = {table:String} ORDER BY position", named("table", name))
	if err != nil {
		return "", fmt.Errorf("columns of %s: %w", name, err)
	}
	defer rows.Close()
	var cols []string
	for rows.Next() {
		var col, kind string
		if err := rows.Scan(&col, &kind); err != nil {
			return "", fmt.Errorf("columns of %s: %w", name, err)
		}
		switch {
		case strings.HasPrefix(kind, "JSON"):
		case kind == "Float64":
			cols = append(cols, "reinterpretAsUInt64("+quoted(col)+")")
		case strings.HasPrefix(kind, "Nullable"):
			cols = append(cols, "ifNull(toString("+quoted(col)+"), '')")
		default:
			cols = append(cols, quoted(col))
		}
	}
	return strings.Join(cols, ", "), rows.Err()
}
