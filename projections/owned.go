package projections

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// nextOwned waits for partitions that the group gives to this process.
func (p *Projector) nextOwned(ctx context.Context) (assignment, error) {
	next, err := p.opts.Owners.Next(ctx)
	if err != nil {
		return assignment{}, err
	}
	a := assignment{
		partitions: next.Partitions,
		actions:    slices.Contains(next.Partitions, 0),
		lost:       next.Lost,
		held:       func() bool { return p.opts.Clock().Before(next.LeaseUntil()) },
		shared:     true,
	}
	p.opts.Logger.Info("projector owns partitions", "partitions", a.partitions, "generation", next.Generation)
	return a, nil
}

var errOthersInsert = errors.New("inserts of before go on")

// awaitOthers returns once nothing that the last owner of the partitions has sent can
// reach the tables any more. It may have been stopped in the middle of an insert, or
// ClickHouse with an insert in its buffers: so wait from ClickHouse's first answer
// until it would have given up on a body that stands still, and then for the end of
// every insert that goes on. The last owner sends nothing more: its lease ended at half
// the session time, before the group gave its partitions away.
func (w *worker) awaitOthers(ctx context.Context) error {
	const what = "wait for the last owner"
	ask := func() (ids []string, err error) {
		err = w.persist(ctx, what, func() (err error) {
			ids, err = w.store.insertIDs(ctx)
			return err
		})
		return ids, err
	}
	if _, err := ask(); err != nil {
		return err
	}
	if err := pause(ctx, stallLimit); err != nil {
		return err
	}
	before, err := ask()
	if err != nil {
		return err
	}
	return w.persist(ctx, what, func() error {
		now, err := w.store.insertIDs(ctx)
		if err != nil {
			return err
		}
		for _, id := range now {
			if slices.Contains(before, id) {
				return errOthersInsert
			}
		}
		return nil
	})
}

// insertIDs returns the ids of the inserts into the tables that go on.
func (s *store) insertIDs(ctx context.Context) ([]string, error) {
	var inserts []string
	for _, t := range Tables() {
		inserts = append(inserts, "position(query, 'INSERT INTO "+s.schema.Name(t)+" (') > 0")
	}
	rows, err := s.conn.Query(ctx, "SELECT query_id FROM system.processes WHERE current_database = currentDatabase() AND position(query, 'system.processes') = 0 AND ("+strings.Join(inserts, " OR ")+")")
	if err != nil {
		return nil, fmt.Errorf("which inserts go on: %w", err)
	}
	defer rows.Close()
	var ids []string
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, fmt.Errorf("which inserts go on: %w", err)
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}
