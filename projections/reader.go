package projections

import (
	"context"
	"encoding/binary"
	"fmt"
	"time"

	"runledger/event"
	"runledger/event/pb"
	"runledger/eventlog"
)

// readBytes is how much of a partition is read at once.
const readBytes = 1 << 20

// chunk is decoded records of one partition, in order.
type chunk struct {
	part   int
	events []decoded
}

// decoded is a record; err says why it can't be applied.
type decoded struct {
	off   uint64
	at    time.Time
	ev    *pb.Event
	run   uint64
	home  uint32
	kind  uint32
	value []byte // as in the log
	err   error
}

// read sends a partition's records from its resume point on.
func (w *worker) read(ctx context.Context, p *partition, out chan<- chunk) error {
	next := p.resume
	until, bounded := w.until[p.no]
	for !bounded || next < until {
		var records []eventlog.Stored
		err := w.persist(ctx, "read the log", func() (err error) {
			records, err = w.log.Read(ctx, eventlog.Telemetry, p.no, next, readBytes)
			return err
		})
		if err != nil {
			return fmt.Errorf("read telemetry %d/%d: %w", p.no, next, err)
		}
		c := chunk{part: p.no, events: make([]decoded, 0, len(records))}
		for _, r := range records {
			if bounded && r.Offset >= until {
				break
			}
			c.events = append(c.events, decode(r))
		}
		next = records[len(records)-1].Offset + 1
		select {
		case out <- c:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

func decode(r eventlog.Stored) decoded {
	d := decoded{off: r.Offset, at: r.At, value: r.Value}
	var body telemetry
	d.ev, d.err = event.Decode(r.Value)
	if d.err == nil {
		body, d.kind, d.err = bodyOf(d.ev)
	}
	if d.err != nil {
		if len(r.Key) == 8 { // enough to know whether it's a purged run's
			d.run = binary.BigEndian.Uint64(r.Key)
		}
		return d
	}
	d.run, d.home = body.GetRun(), body.GetHome()
	return d
}
