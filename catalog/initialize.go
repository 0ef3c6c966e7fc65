package catalog

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"runledger/event"
	"runledger/event/pb"
	"runledger/eventlog"
)

// initialize writes the first action into an empty log. Of several processes that
// do so at once the first wins, the fold refuses the others.
func (c *Catalog) initialize(ctx context.Context) error {
	for {
		done, err := c.tryInitialize(ctx)
		if done {
			return nil
		}
		if err := c.survive(ctx, err); err != nil {
			return err
		}
	}
}

func (c *Catalog) tryInitialize(ctx context.Context) (done bool, err error) {
	bounds, err := c.log.Bounds(ctx, eventlog.Actions, 0)
	if err != nil {
		return false, fmt.Errorf("ask for the bounds of the actions: %w", err)
	}
	if bounds.Next > 0 {
		return true, nil
	}
	n, err := c.countPartitions(ctx)
	if err != nil {
		return false, err
	}
	r, err := c.firstAction(n)
	if err != nil {
		return false, err
	}
	if _, err = c.log.Append(ctx, eventlog.Batch{Topic: eventlog.Actions, Records: []eventlog.Record{r}}); err != nil {
		return false, fmt.Errorf("append the first action: %w", err)
	}
	c.logger.Info("catalog: a new log was initialised", "partitions", n, "rules", newestRules)
	return true, nil
}

func (c *Catalog) firstAction(partitions int) (eventlog.Record, error) {
	e := &pb.Event{
		Actor: System(),
		Body: &pb.Event_ServerInitialized{ServerInitialized: &pb.ServerInitialized{
			LogId: uuid.NewString(), TelemetryPartitions: uint32(partitions), Rules: newestRules,
		}},
	}
	if err := event.Stamp(e, c.clock()); err != nil {
		return eventlog.Record{}, err
	}
	return encode(e)
}
