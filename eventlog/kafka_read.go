package eventlog

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math"
	"time"

	"github.com/segmentio/kafka-go"
	"github.com/segmentio/kafka-go/compress"
)

const (
	longPoll       = 2 * time.Second // a broker holds an answer without records back for so long
	leastFetch     = 64 << 10        // bytes asked for at least, compressed
	largestFetch   = 8 << 20
	largestUnzip   = 64 << 20 // of one record batch
	fetchTransport = 10 * time.Second
)

// Read implements Log. The records of one answer share memory: copy what is kept for
// long.
func (l *Kafka) Read(ctx context.Context, t Topic, number int, from Offset, maxBytes int) ([]Stored, error) {
	if !l.enter() {
		return nil, ErrClosed
	}
	defer l.inUse.Done()
	p, err := l.partition(t, number)
	if err != nil {
		return nil, err
	}
	if from > math.MaxInt64 {
		return nil, fmt.Errorf("%w: %s/%d has no offset %d", ErrOutOfRange, t, number, from)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(l.ctx, cancel)()
	rest := p.takeRest(from)
	for {
		out, after, err := l.decode(&rest, from, maxBytes)
		if err != nil {
			return nil, fmt.Errorf("read %s/%d from %d: %w", t, number, from, err)
		}
		if len(out) > 0 {
			p.keepRest(rest)
			return out, nil
		}
		from = after // past what was compacted away
		rest, err = p.fetch(ctx, from, maxBytes)
		if err != nil {
			return nil, fmt.Errorf("read %s/%d from %d: %w", t, number, from, err)
		}
	}
}

// fetchedRest is what a broker sent beyond the records that were asked for, for the
// reader who comes back for them.
type fetchedRest struct {
	from    Offset // where it begins
	batches []byte
	opened  []Stored // records of the first batch, decoded
}

func (p *kafkaPartition) takeRest(from Offset) fetchedRest {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.rest.from != from {
		return fetchedRest{from: from}
	}
	rest := p.rest
	p.rest = fetchedRest{}
	return rest
}

func (p *kafkaPartition) keepRest(rest fetchedRest) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.rest = rest
}

// fetch asks the leader for records until it has some to give.
func (p *kafkaPartition) fetch(ctx context.Context, from Offset, maxBytes int) (rest fetchedRest, err error) {
	request := rawFetch{
		topic: p.name, number: p.number, from: from,
		maxBytes: min(max(maxBytes, leastFetch), largestFetch), maxWait: int32(longPoll.Milliseconds()),
	}
	for {
		var answer *rawFetched
		err := p.log.retry(ctx, p.log.options.Patience, func(ctx context.Context) error {
			answer, err = p.fetchOnce(ctx, request)
			return err
		})
		if err != nil {
			return rest, err
		}
		if len(answer.batches) > 0 {
			return fetchedRest{from: from, batches: answer.batches}, nil
		}
	}
}

func (p *kafkaPartition) fetchOnce(ctx context.Context, request rawFetch) (*rawFetched, error) {
	ctx, cancel := context.WithTimeout(ctx, fetchTransport)
	defer cancel()
	answer, err := p.log.transport.RoundTrip(ctx, p.log.addr, &request)
	if err != nil {
		return nil, err
	}
	fetched := answer.(*rawFetched)
	if fetched.code != 0 {
		return nil, fetched.code
	}
	return fetched, nil
}

// decode takes records of [from, …) off rest until about maxBytes of values. Without
// any it returns where to go on.
func (l *Kafka) decode(rest *fetchedRest, from Offset, maxBytes int) (out []Stored, after Offset, err error) {
	size := 0
	for {
		n := 0
		for n < len(rest.opened) && (size < maxBytes || len(out)+n == 0) {
			size += len(rest.opened[n].Value)
			n++
		}
		out = append(out, rest.opened[:n:n]...)
		if rest.opened = rest.opened[n:]; n > 0 {
			rest.from = out[len(out)-1].Offset + 1
		}
		if len(rest.opened) > 0 || (size >= maxBytes && len(out) > 0) {
			return out, rest.from, nil
		}
		batch, remaining, ok, err := nextKafkaBatch(rest.batches)
		if err != nil {
			return nil, 0, err
		}
		if !ok {
			rest.batches = nil
			return out, max(from, rest.from), nil
		}
		rest.batches = remaining
		if batch.next <= from {
			continue
		}
		if rest.opened, err = l.openBatch(&batch, from); err != nil {
			return nil, 0, err
		}
		if len(rest.opened) == 0 {
			rest.from = batch.next
		}
	}
}

// openBatch decompresses and decodes a record batch.
func (l *Kafka) openBatch(b *kafkaBatch, from Offset) ([]Stored, error) {
	var err error
	switch codec := b.attributes & attrCodec; codec {
	case codecNone:
	case codecZstd:
		if b.encoded, err = l.decoder.DecodeAll(b.encoded, nil); err != nil {
			return nil, fmt.Errorf("decompress the batch at %d: %w", b.base, err)
		}
	default:
		if b.encoded, err = unzip(compress.Compression(codec), b.encoded); err != nil {
			return nil, fmt.Errorf("decompress the batch at %d: %w", b.base, err)
		}
	}
	var reader recordReader
	return b.records(nil, from, &reader)
}

// unzip decompresses what a topic with a compression of its own holds.
func unzip(c compress.Compression, b []byte) ([]byte, error) {
	codec := c.Codec()
	if codec == nil {
		return nil, fmt.Errorf("compression %d is unknown", c)
	}
	r := codec.NewReader(bytes.NewReader(b))
	defer r.Close()
	out, err := io.ReadAll(io.LimitReader(r, largestUnzip+1))
	if err == nil && len(out) > largestUnzip {
		err = fmt.Errorf("more than %d bytes", largestUnzip)
	}
	return out, err
}

// Bounds implements Log.
func (l *Kafka) Bounds(ctx context.Context, t Topic, number int) (Bounds, error) {
	if l.ctx.Err() != nil {
		return Bounds{}, ErrClosed
	}
	p, err := l.partition(t, number)
	if err != nil {
		return Bounds{}, err
	}
	return p.bounds(ctx, l.options.Patience)
}

func (p *kafkaPartition) bounds(ctx context.Context, patience time.Duration) (b Bounds, err error) {
	err = p.log.retry(ctx, patience, func(ctx context.Context) error {
		b, err = p.boundsOnce(ctx)
		return err
	})
	if err != nil {
		return Bounds{}, fmt.Errorf("bounds of %s/%d: %w", p.topic, p.number, err)
	}
	return b, nil
}

func (p *kafkaPartition) boundsOnce(ctx context.Context) (Bounds, error) {
	ctx, cancel := context.WithTimeout(ctx, requestTimeout)
	defer cancel()
	answer, err := p.log.client.ListOffsets(ctx, &kafka.ListOffsetsRequest{Topics: map[string][]kafka.OffsetRequest{
		p.name: {kafka.FirstOffsetOf(p.number), kafka.LastOffsetOf(p.number)},
	}})
	if err != nil {
		return Bounds{}, err
	}
	for _, o := range answer.Topics[p.name] {
		if o.Partition == p.number {
			if o.Error != nil {
				return Bounds{}, o.Error
			}
			if o.FirstOffset < 0 || o.LastOffset < 0 {
				break
			}
			return Bounds{First: Offset(o.FirstOffset), Next: Offset(o.LastOffset)}, nil
		}
	}
	return Bounds{}, fmt.Errorf("the answer lacks %s/%d", p.name, p.number)
}
