package ingest

import (
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"runledger/event"
	"runledger/event/pb"
	"runledger/eventlog"
	"runledger/internal/position"
)

// Writer puts telemetry into the log. It may be used by many goroutines at once.
type Writer struct {
	Options  // with its defaults filled in
	metrics  *metrics
	rates    *rates
	budget   *budget // of events
	bodies   *bodies // with a budget of their own, so that nobody holds a share and waits for more of it
	sequence atomic.Pointer[sequence]
}

// NewWriter returns a Writer. It has no goroutines and nothing to close.
func NewWriter(o Options) *Writer {
	o = o.orDefault()
	w := &Writer{Options: o, rates: newRates(o.Limits), budget: newBudget(o.Limits.InFlight / 2)}
	w.bodies = &bodies{limits: o.Limits, budget: newBudget(o.Limits.InFlight / 2), clock: o.Clock,
		refuse: func(reason string) { w.metrics.refuse(reason) }}
	w.metrics = newMetrics(o.Registerer, func() int64 { return w.budget.inUse() + w.bodies.budget.inUse() })
	w.sequence.Store(newSequence())
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
	cargo, err := w.load(events)
	if err != nil || len(cargo) == 0 {
		return position.Position{}, err
	}
	bytes := cargo.size()
	if err := w.budget.take(ctx, bytes, w.Limits.QueueWait); err != nil {
		w.metrics.refuse("busy")
		return position.Position{}, err
	}
	defer w.budget.give(bytes)
	return w.ship(ctx, cargo)
}

// ship numbers, encodes and stores cargo whose bytes are accounted for.
func (w *Writer) ship(ctx context.Context, c cargo) (position.Position, error) {
	patient, cancel := context.WithTimeout(ctx, w.Limits.QueueWait)
	numbers, err := w.sequence.Load().take(patient, c.unnumbered())
	cancel()
	if err != nil {
		w.metrics.refuse("busy")
		return position.Position{}, cmp.Or(ctx.Err(), ErrBusy)
	}
	defer numbers.release()
	if err := c.seal(numbers, w.Clock()); err != nil {
		return position.Position{}, err
	}
	return w.store(ctx, numbers.of, c.byPartition(w.Catalog.Partitions()))
}

// store appends in rounds: a round holds at most one batch of each partition, so that
// the order within a partition holds on any log.
//
// Once begun it doesn't stop because the client has gone: what is half stored is worse
// than what is stored unheard.
func (w *Writer) store(ctx context.Context, numbers *sequence, routes [][]piece) (position.Position, error) {
	ctx = context.WithoutCancel(ctx)
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
			w.sequence.CompareAndSwap(numbers, newSequence())
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
	r := eventlog.Record{Key: binary.BigEndian.AppendUint64(nil, p.stream.run), Value: p.value}
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
		time.Sleep(pause)
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
