package catalog

import (
	"context"
	"sync/atomic"
	"time"

	"runledger/event/pb"
	"runledger/eventlog"
)

const (
	lookEvery = 500 * time.Millisecond // how often the log is asked how far the fold is behind
	askWithin = 10 * time.Second
)

// keep does what goes on beside the fold: it measures how far it is behind, and
// writes down the use of keys.
func (c *Catalog) keep(ctx context.Context) error {
	look := time.NewTimer(0)
	defer look.Stop()
	noted := map[string]bool{} // keys whose use is being written
	for {
		select {
		case <-look.C:
			c.measureLag(ctx)
			clear(noted)
			c.past.forget(c.clock())
			if actions, _ := c.Lag(); actions == 0 {
				look.Reset(lookEvery)
			} else {
				look.Reset(lookEvery / 20) // a process that starts is ready soon
			}
		case id := <-c.uses:
			if !noted[id] {
				noted[id] = true
				c.writeUse(ctx, id)
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// noteUse asks for the use of a key to be written down, if that's due.
func (c *Catalog) noteUse(k *Key) {
	if c.clock().Sub(k.Used) < usedEvery {
		return
	}
	select {
	case c.uses <- k.ID:
	default: // the next use will do
	}
}

func (c *Catalog) writeUse(ctx context.Context, id string) {
	e := &pb.Event{
		Actor:   System(),
		Subject: &pb.Subject{Kind: "key", Id: id},
		Body:    &pb.Event_KeyUsed{KeyUsed: &pb.KeyUsed{KeyId: id}},
	}
	if _, _, err := c.Do(ctx, e); err != nil && ctx.Err() == nil {
		c.logger.Warn("catalog: the use of a key couldn't be written down", "key", id, "error", err)
	}
}

// Lag is how far the fold is behind the log: in actions as last seen, and how old the
// log's end is that it is known to have reached. A process more than 2 s behind isn't
// ready.
func (c *Catalog) Lag() (actions uint64, since time.Duration) {
	last := time.Unix(0, c.metrics.caughtUp.Load())
	if next, end := c.Next(), c.metrics.end.Load(); next < end {
		actions = end - next
	}
	if since = c.clock().Sub(last); actions == 0 && since < 2*lookEvery {
		since = 0
	}
	return actions, max(since, 0)
}

func (c *Catalog) measureLag(ctx context.Context) {
	asked := c.clock()
	next, err := c.askEnd(ctx)
	if err != nil {
		return // the time since the fold was last seen at the end grows
	}
	c.metrics.end.Store(next)
	ctx, cancel := context.WithTimeout(ctx, lookEvery) // under load the end runs ahead all the time
	defer cancel()
	if c.WaitFor(ctx, next) == nil {
		c.metrics.caughtUp.Store(asked.UnixNano())
	}
}

func (c *Catalog) askEnd(ctx context.Context) (eventlog.Offset, error) {
	ctx, cancel := context.WithTimeout(ctx, askWithin)
	defer cancel()
	b, err := c.log.Bounds(ctx, eventlog.Actions, 0)
	return b.Next, err
}

// lag is what keep knows about the distance to the log's end.
type lag struct {
	end      atomic.Uint64 // the log's, as last asked
	caughtUp atomic.Int64  // ns since 1970: the fold has everything that was in the log then
}
