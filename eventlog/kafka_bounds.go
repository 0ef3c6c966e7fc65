package eventlog

import (
	"context"
	"fmt"
	"time"

	"github.com/segmentio/kafka-go"
)

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
