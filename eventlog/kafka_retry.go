package eventlog

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/segmentio/kafka-go"
)

// requestTimeout bounds one request, except the time it may wait for records.
const requestTimeout = 5 * time.Second

// Back-off between attempts.
const (
	firstPause   = 10 * time.Millisecond
	longestPause = 500 * time.Millisecond
)

// permanent translates errors that don't go away by trying again; it returns nil for
// others: all that comes from the network, from a cluster that changes its leaders, or
// from a broker in trouble.
func permanent(err error) error {
	var code kafka.Error
	if !errors.As(err, &code) {
		return nil
	}
	switch code {
	case kafka.OffsetOutOfRange:
		return ErrOutOfRange
	case kafka.MessageSizeTooLarge, kafka.RecordListTooLarge, kafka.InvalidMessageSize:
		return fmt.Errorf("%w: %w", ErrTooLarge, err)
	case kafka.TopicAuthorizationFailed, kafka.ClusterAuthorizationFailed, kafka.GroupAuthorizationFailed,
		kafka.SASLAuthenticationFailed, kafka.UnsupportedVersion, kafka.InvalidRequest, kafka.InvalidRecord,
		kafka.UnsupportedCompressionType, kafka.UnsupportedForMessageFormat, kafka.InvalidTimestamp,
		kafka.InvalidRequiredAcks, kafka.PolicyViolation:
		return err
	}
	return nil
}

// retry calls attempt until it succeeds, fails for good, or ctx ends; patience bounds
// the whole (0: it doesn't), and then the error is ErrUnavailable with the last cause.
func (l *Kafka) retry(ctx context.Context, patience time.Duration, attempt func(context.Context) error) error {
	pause := newBackoff()
	began := time.Now()
	for {
		err := attempt(ctx)
		if err == nil {
			return nil
		}
		if l.ctx.Err() != nil {
			return ErrClosed
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if final := permanent(err); final != nil {
			return final
		}
		if patience > 0 && time.Since(began) >= patience {
			return fmt.Errorf("%w: %w", ErrUnavailable, explain(err))
		}
		pause.wait(ctx)
	}
}

// explain adds what an error of a broker may mean.
func explain(err error) error {
	if errors.Is(err, kafka.Unknown) {
		return fmt.Errorf("%w (see the broker's log; one that can't load its zstd library answers so)", err)
	}
	return err
}

// backoff is a growing pause with jitter.
type backoff struct{ next time.Duration }

func newBackoff() *backoff { return &backoff{next: firstPause} }

func (b *backoff) wait(ctx context.Context) {
	timer := time.NewTimer(b.next/2 + rand.N(b.next))
	defer timer.Stop()
	b.next = min(2*b.next, longestPause)
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
