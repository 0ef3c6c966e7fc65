package ingest

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"google.golang.org/protobuf/proto"

	"runledger/event"
	"runledger/event/pb"
	"runledger/eventlog"
	"runledger/internal/position"
)

// Writer puts telemetry into the log. It may be used by many goroutines at once.
type Writer struct {
	Options  // with its defaults filled in
	metrics  *metrics
	budget   *budget
	instance *instance
}

// NewWriter returns a Writer. It has no goroutines and nothing to close.
func NewWriter(o Options) *Writer {
	o = o.orDefault()
	w := &Writer{Options: o, budget: newBudget(o.Limits.InFlight), instance: newInstance()}
	w.metrics = newMetrics(o.Registerer, w.budget.inUse)
	return w
}

// Append stores telemetry events, of any runs, in the order given (per partition),
// and returns once they are durable. It stamps them; what's too large for a record is
// cut, see cut; an event without an origin gets one.
//
// Errors: ErrBusy when too many bytes are under way already; eventlog.ErrUnavailable
// when the log can't take them now; for both, nothing or a part is stored and the
// caller may tell its client to repeat. eventlog.ErrTooLarge when a single value, line
// or text is larger than a record.
func (w *Writer) Append(ctx context.Context, events []*pb.Event) (position.Position, error) {
	routes, bytes, err := w.route(events)
	if err != nil || bytes == 0 {
		return position.Position{}, err
	}
	if err := w.budget.take(ctx, bytes, w.Limits.QueueWait); err != nil {
		w.metrics.refuse("busy")
		return position.Position{}, err
	}
	defer w.budget.give(bytes)
	return w.store(ctx, routes)
}

// route cuts events into pieces and sorts these by partition. bytes is about what
// their records will hold.
func (w *Writer) route(events []*pb.Event) (routes [][]piece, bytes int64, err error) {
	n := w.Catalog.Partitions()
	if n < 1 {
		return nil, 0, fmt.Errorf("%w: the log isn't initialised yet", eventlog.ErrUnavailable)
	}
	routes = make([][]piece, n)
	for _, e := range events {
		run, err := runOf(e)
		if err != nil {
			return nil, 0, fmt.Errorf("append telemetry: %w", err)
		}
		pieces, err := w.prepare(e)
		if err != nil {
			return nil, 0, fmt.Errorf("append telemetry of run %d: %w", run, err)
		}
		for i := range pieces {
			bytes += int64(proto.Size(pieces[i].event))
		}
		part := event.Partition(run, n)
		routes[part] = append(routes[part], pieces...)
	}
	return routes, bytes, nil
}

// prepare cuts an event and gives each piece its envelope.
func (w *Writer) prepare(e *pb.Event) ([]piece, error) {
	pieces, err := cut(e)
	if err != nil {
		return nil, err
	}
	origin := e.Origin
	if origin == nil {
		origin = w.instance.take(len(pieces))
	}
	if err := originate(origin, pieces); err != nil {
		return nil, err
	}
	now := w.Clock()
	for i := range pieces {
		p := pieces[i].event
		if p != e {
			p.Actor, p.ClientTimeUs, p.Cause = e.Actor, e.ClientTimeUs, e.Cause
		}
		if err := event.Stamp(p, now); err != nil {
			return nil, err
		}
	}
	return pieces, nil
}

// store appends in rounds: a round holds at most one batch of each partition, so that
// the order within a partition holds on any log.
func (w *Writer) store(ctx context.Context, routes [][]piece) (position.Position, error) {
	var pos position.Position
	for {
		var round []eventlog.Batch
		for part := range routes {
			if len(routes[part]) == 0 {
				continue
			}
			batch, err := w.nextBatch(part, routes[part])
			if err != nil {
				return pos, err
			}
			routes[part] = routes[part][len(batch.Records):]
			round = append(round, batch)
		}
		if len(round) == 0 {
			return pos, nil
		}
		placed, err := w.appendRound(ctx, round)
		if err != nil {
			return pos, err
		}
		for i, at := range placed {
			pos.Reach(round[i].Partition, at.First+uint64(len(round[i].Records))-1)
		}
	}
}

// batchOverhead is what the log counts for a record beside its value, rounded up.
const batchOverhead = 512

// nextBatch encodes pieces until they fill a batch.
func (w *Writer) nextBatch(part int, pieces []piece) (eventlog.Batch, error) {
	batch := eventlog.Batch{Topic: eventlog.Telemetry, Partition: part}
	total := 0
	for i := range pieces {
		p := &pieces[i]
		if p.value == nil {
			var err error
			if p.value, err = event.Encode(p.event); err != nil {
				return batch, err
			}
		}
		if total += len(p.value) + batchOverhead; total > eventlog.MaxBatch && i > 0 {
			return batch, nil
		}
		batch.Records = append(batch.Records, w.record(p))
	}
	return batch, nil
}

func (w *Writer) record(p *piece) eventlog.Record {
	run, _ := runOf(p.event)
	r := eventlog.Record{Key: binary.BigEndian.AppendUint64(nil, run), Value: p.value}
	if w.Attributes {
		for _, a := range event.Attributes(p.value) {
			r.Headers = append(r.Headers, eventlog.Header{Key: a.Name, Value: []byte(a.Value)})
		}
	}
	return r
}

// How often and how soon a round is repeated that the log couldn't take.
const (
	retries    = 3
	firstPause = 50 * time.Millisecond
)

// appendRound appends, and repeats what the log couldn't take for a moment: the
// records carry their ids and origins, so nothing counts twice.
func (w *Writer) appendRound(ctx context.Context, round []eventlog.Batch) ([]eventlog.Appended, error) {
	pause := firstPause
	for try := 0; ; try++ {
		placed, err := w.Log.Append(ctx, round...)
		if err == nil {
			return placed, nil
		}
		if try == retries || !errors.Is(err, eventlog.ErrUnavailable) {
			w.metrics.refuse(refusal(err))
			return nil, fmt.Errorf("append telemetry: %w", err)
		}
		w.metrics.retried.Inc()
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		pause *= 4
	}
}

func refusal(err error) string {
	switch {
	case errors.Is(err, eventlog.ErrUnavailable):
		return "log_unavailable"
	case errors.Is(err, eventlog.ErrTooLarge):
		return "too_large"
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return "client_gone"
	}
	return "log_error"
}
