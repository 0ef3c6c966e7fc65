package sweep

import (
	"context"
	"fmt"

	"github.com/ClickHouse/clickhouse-go/v2"
)

// doomed returns the next contents that may go, in order.
func (s *Sweeper) doomed(ctx context.Context, after content) ([]content, error) {
	rows, err := s.conn.Query(ctx, fmt.Sprintf("SELECT purge, sha256 FROM doomed FINAL WHERE state = '%s' AND (purge, sha256) > (%d, {after:String}) ORDER BY purge, sha256 LIMIT %d", doomed, after.purge, atOnce),
		clickhouse.Named("after", after.sha256))
	if noTable(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("which contents may go: %w", err)
	}
	defer rows.Close()
	var list []content
	for rows.Next() {
		c := content{state: doomed}
		if err := rows.Scan(&c.purge, &c.sha256); err != nil {
			return nil, fmt.Errorf("which contents may go: %w", err)
		}
		list = append(list, c)
	}
	return list, rows.Err()
}

// save notes what became of contents. A crash before it means that they are missing the
// next time: then their bytes aren't counted.
func (s *Sweeper) save(ctx context.Context, list []content) error {
	batch, err := s.conn.PrepareBatch(ctx, "INSERT INTO doomed (purge, sha256, state, size, at, version)")
	if err != nil {
		return fmt.Errorf("note what became of contents: %w", err)
	}
	defer batch.Abort()
	n := 0
	for _, c := range list {
		if c.state == doomed {
			continue
		}
		version := uint64(2)
		if c.state == deleted { // another process may have come second, and found none
			version = 3
		}
		if err := batch.Append(c.purge, c.sha256, c.state, uint64(c.size), s.o.Clock(), version); err != nil {
			return fmt.Errorf("note what became of contents: %w", err)
		}
		s.swept.WithLabelValues(c.state).Inc()
		n++
	}
	if n == 0 {
		return nil
	}
	if err := batch.Send(); err != nil {
		return fmt.Errorf("note what became of contents: %w", err)
	}
	return nil
}
