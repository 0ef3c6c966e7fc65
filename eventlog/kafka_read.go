package eventlog

import (
	"context"
	"fmt"
	"math"
	"time"
)

const (
	longPoll       = 2 * time.Second // a broker holds an answer without records back for so long
	leastFetch     = 64 << 10        // bytes asked for at least, compressed
	largestFetch   = 8 << 20
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
