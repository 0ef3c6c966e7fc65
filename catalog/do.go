package catalog

import (
	"context"
	"fmt"
	"time"

	"runledger/event"
	"runledger/event/pb"
	"runledger/eventlog"
	"runledger/internal/position"
)

// batchBytes is the size of record values up to which the events of one command go
// into one batch, which is stored as a whole. It leaves room for keys and headers.
const batchBytes = eventlog.MaxBatch / 2

// Do appends the events and returns the fold's verdict on each once the own fold has
// passed them, and the position that includes them. The verdicts are final and the
// same in every process. After an error it isn't known whether the events count:
// repeat with the same idempotency keys (or the same events; their ids are set
// then). An event that can't be encoded, or is too large, is refused on its own.
func (c *Catalog) Do(ctx context.Context, events ...*pb.Event) ([]Verdict, position.Position, error) {
	if err := c.waiting.over(); err != nil { // nothing is appended to a log that isn't understood
		return nil, position.Position{}, err
	}
	if err := c.WaitFor(ctx, 1); err != nil { // nothing may stand before server.initialized
		return nil, position.Position{}, err
	}
	cmd := &command{
		verdicts: make([]Verdict, len(events)),
		index:    make(map[[16]byte]int, len(events)),
		done:     make(chan struct{}),
	}
	batches, err := c.batches(cmd, events)
	if err != nil {
		return nil, position.Position{}, err
	}
	if len(batches) == 0 {
		c.metrics.answered(cmd.verdicts)
		return cmd.verdicts, position.Position{Actions: c.Next()}, nil
	}
	c.waiting.add(cmd)
	defer c.waiting.remove(cmd)
	appended, err := c.log.Append(ctx, batches...)
	if err != nil {
		return nil, position.Position{}, fmt.Errorf("append %d actions: %w", len(cmd.index), err)
	}
	select {
	case <-cmd.done:
	case <-c.waiting.end:
		return nil, position.Position{}, c.waiting.ended
	case <-ctx.Done():
		return nil, position.Position{}, fmt.Errorf("wait for the verdict on %d actions: %w", len(events), ctx.Err())
	}
	last := len(appended) - 1
	c.metrics.answered(cmd.verdicts)
	return cmd.verdicts, position.Position{Actions: appended[last].First + eventlog.Offset(len(batches[last].Records))}, nil
}

// batches stamps and encodes events, and notes in cmd which verdicts to wait for.
func (c *Catalog) batches(cmd *command, events []*pb.Event) ([]eventlog.Batch, error) {
	var out []eventlog.Batch
	size := 0
	now := c.clock()
	for i, e := range events {
		if err := event.Stamp(e, now); err != nil {
			return nil, err
		}
		if k, _ := event.KindOf(e.Type); k.Telemetry {
			return nil, fmt.Errorf("%s is telemetry, not an action", e.Type)
		}
		r, err := c.record(e, now)
		switch {
		case err != nil:
			cmd.verdicts[i] = refuse(CodeInvalid, "%v", err)
			continue
		case len(r.Value) > eventlog.MaxRecord:
			cmd.verdicts[i] = refuse(CodeTooLarge, "an action has at most %d bytes, this one has %d", eventlog.MaxRecord, len(r.Value))
			continue
		}
		id := [16]byte(e.Id)
		if _, twice := cmd.index[id]; twice {
			return nil, fmt.Errorf("%s: the same event twice in one command", e.Type)
		}
		cmd.index[id] = i
		if size += len(r.Value); len(out) == 0 || size > batchBytes {
			out, size = append(out, eventlog.Batch{Topic: eventlog.Actions}), len(r.Value)
		}
		last := &out[len(out)-1]
		last.Records = append(last.Records, r)
	}
	return out, nil
}

// record returns the record of an action. What it is about to change stands in the
// event as far as can be foreseen here; the fold's verdict has the truth.
func (c *Catalog) record(e *pb.Event, now time.Time) (eventlog.Record, error) {
	c.View(func(s *State) {
		if v := s.Rehearse(Record{Offset: s.Next(), At: now, Event: e}); v.Outcome == Accepted {
			e.BeforeJson, e.AfterJson = v.Before, v.After
		}
	})
	r, err := encode(e)
	if len(r.Value) > eventlog.MaxRecord {
		e.BeforeJson, e.AfterJson = nil, nil
		return encode(e)
	}
	return r, err
}

// encode returns the record of an action: keyed by its subject, with the CloudEvents
// attributes as headers.
func encode(e *pb.Event) (eventlog.Record, error) {
	value, err := event.Encode(e)
	if err != nil {
		return eventlog.Record{}, err
	}
	r := eventlog.Record{Value: value}
	if s := e.Subject; s != nil {
		r.Key = []byte(s.Kind + ":" + s.Id)
	}
	for _, a := range event.Attributes(value) {
		r.Headers = append(r.Headers, eventlog.Header{Key: a.Name, Value: []byte(a.Value)})
	}
	return r, nil
}
