package projections

import (
	"context"
	"slices"
)

// nextOwned waits for partitions that the group gives to this process. Their last
// owner may still be in the middle of an insert: it stops at half the session time,
// so after one whole session time nothing of it can come any more.
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
	}
	p.opts.Logger.Info("projector owns partitions", "partitions", a.partitions, "generation", next.Generation)
	if len(a.partitions) > 0 {
		if err := pause(ctx, p.opts.Owners.SessionTimeout()); err != nil {
			return assignment{}, err
		}
	}
	return a, nil
}
