package eventlog

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"github.com/segmentio/kafka-go"
	"github.com/segmentio/kafka-go/protocol"
)

// maxRequest bounds the bytes of one produce request before compression, unless a
// single batch is larger.
const maxRequest = 1 << 20

// smallestCompressed is the size below which a request isn't compressed.
const smallestCompressed = 512

// Append implements Log.
func (l *Kafka) Append(ctx context.Context, batches ...Batch) ([]Appended, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	began := time.Now()
	c := newCall(len(batches))
	ws, parts, err := l.encode(c, batches)
	if err == nil && len(ws) > 0 {
		err = l.settle(ctx, c, ws, parts)
	}
	if err != nil {
		l.metrics.refuse(err)
		return nil, err
	}
	l.metrics.appended(began, ws)
	return c.results, nil
}

// encode checks all batches before it encodes the first.
func (l *Kafka) encode(c *call, batches []Batch) ([]*waiting, []*kafkaPartition, error) {
	parts := make([]*kafkaPartition, len(batches))
	sizes := make([]int, len(batches))
	for i := range batches {
		var err error
		if parts[i], err = l.partition(batches[i].Topic, batches[i].Partition); err != nil {
			return nil, nil, err
		}
		if sizes[i], err = checkSize(&batches[i]); err != nil {
			return nil, nil, err
		}
	}
	ws := make([]*waiting, len(batches))
	for i := range batches {
		w := &waiting{call: c, index: i, encoded: make([]byte, 0, sizes[i]), ends: make([]int, len(batches[i].Records))}
		for j := range batches[i].Records {
			w.encoded = appendKafkaRecord(w.encoded, &batches[i].Records[j])
			w.ends[j] = len(w.encoded)
		}
		ws[i] = w
	}
	return ws, parts, nil
}

// settle hands the batches to the producers and waits for their verdict.
func (l *Kafka) settle(ctx context.Context, c *call, ws []*waiting, parts []*kafkaPartition) error {
	if !l.enter() {
		return ErrClosed
	}
	defer l.inUse.Done()
	for i, w := range ws {
		parts[i].queue.add(w)
	}
	timer := time.NewTimer(l.options.Patience)
	defer timer.Stop()
	var err error
	select {
	case <-c.done:
		return c.err
	case <-ctx.Done():
		err = ctx.Err()
	case <-timer.C:
		err = fmt.Errorf("%w: Kafka hasn't acknowledged for %s", ErrUnavailable, l.options.Patience)
	}
	c.abandoned.Store(true)
	return err
}

// produceLoop is the only producer of a partition. It has one request under way at a
// time; what arrives meanwhile shares the next one.
func (p *kafkaPartition) produceLoop() {
	var group []*waiting
	closing := p.log.ctx.Done()
	for {
		clear(group)
		if group = p.queue.take(group[:0], maxRequest); len(group) > 0 {
			finish(group, p.produce(group))
			continue
		}
		select {
		case <-p.queue.wake:
		case <-closing:
			// Appends that entered before Close still come in; see Kafka.enter.
			p.drain()
			return
		}
	}
}

// drain produces what is queued until no append is under way.
func (p *kafkaPartition) drain() {
	idle := make(chan struct{})
	go func() {
		p.log.inUse.Wait()
		close(idle)
	}()
	for {
		if group := p.queue.take(nil, maxRequest); len(group) > 0 {
			finish(group, p.produce(group))
			continue
		}
		select {
		case <-p.queue.wake:
		case <-idle:
			return
		}
	}
}

// produce sends a group as one record batch until the cluster has it or nobody wants
// it any more. When the log closes, it is tried once.
func (p *kafkaPartition) produce(group []*waiting) error {
	records := 0
	for _, w := range group {
		records += len(w.ends)
	}
	if records == 0 {
		return p.placeNothing(group)
	}
	l := p.log
	raw := p.encode(group)
	pause := newBackoff()
	for wanted(group) {
		done, err := p.produceOnce(raw)
		if err == nil {
			l.metrics.committed(len(group), len(raw))
			place(group, Offset(done.BaseOffset), done.LogAppendTime.UTC())
			return nil
		}
		if final := permanent(err); final != nil {
			return fmt.Errorf("append %d records to %s/%d: %w", records, p.name, p.number, final)
		}
		if l.ctx.Err() != nil {
			return fmt.Errorf("%w: append %d records to %s/%d: %w", ErrClosed, records, p.name, p.number, explain(err))
		}
		l.log.Warn("event log: append to Kafka failed, trying again", "topic", p.name, "partition", p.number, "err", explain(err))
		pause.wait(l.ctx)
	}
	return ErrUnavailable // nobody hears it
}

func (p *kafkaPartition) encode(group []*waiting) []byte {
	size := 0
	for _, w := range group {
		size += len(w.encoded)
	}
	encoder := p.log.encoder
	if size < smallestCompressed {
		encoder = nil
	}
	return appendKafkaBatch(make([]byte, 0, size/2+1024), group, time.Now(), encoder)
}

func (p *kafkaPartition) produceOnce(raw []byte) (*kafka.ProduceResponse, error) {
	ctx, cancel := context.WithTimeout(context.Background(), requestTimeout)
	defer cancel()
	response, err := p.log.client.RawProduce(ctx, &kafka.RawProduceRequest{
		Topic: p.name, Partition: p.number, RequiredAcks: kafka.RequireAll,
		RawRecords: protocol.RawRecordSet{Reader: bytes.NewReader(raw)},
	})
	if err != nil {
		return nil, err
	}
	return response, response.Error
}

// place tells the callers of a group where their batches are.
func place(group []*waiting, first Offset, at time.Time) {
	for _, w := range group {
		w.call.results[w.index] = Appended{First: first, At: at}
		first += Offset(len(w.ends))
	}
}

// placeNothing settles a group without records.
func (p *kafkaPartition) placeNothing(group []*waiting) error {
	b, err := p.bounds(context.Background(), p.log.options.Patience)
	if err != nil {
		return err
	}
	place(group, b.Next, time.Now().UTC().Truncate(time.Millisecond))
	return nil
}
