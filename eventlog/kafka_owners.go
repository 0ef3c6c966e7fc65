package eventlog

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/segmentio/kafka-go"
)

// leastSession is the shortest session that brokers accept as they come
// (group.min.session.timeout.ms).
const leastSession = 6 * time.Second

// KafkaOwnersOptions name a group of processes that share the telemetry partitions.
type KafkaOwnersOptions struct {
	Group string // default "runledger.project"; the log's Prefix precedes it

	// SessionTimeout, default 6 s: a shorter one needs another
	// group.min.session.timeout.ms on the brokers.
	SessionTimeout time.Duration
}

// Owners joins a group. The group gives partitions and a generation; positions aren't
// kept in Kafka. Close it before the log.
func (l *Kafka) Owners(o KafkaOwnersOptions) (Owners, error) {
	if o.Group == "" {
		o.Group = "runledger.project"
	}
	if o.SessionTimeout <= 0 {
		o.SessionTimeout = leastSession
	}
	dialer := &kafka.Dialer{ClientID: clientID, Timeout: requestTimeout, DialFunc: l.conns.dial, TLS: l.options.TLS}
	group, err := kafka.NewConsumerGroup(kafka.ConsumerGroupConfig{
		ID: l.options.Prefix + o.Group, Brokers: l.options.Brokers, Dialer: dialer,
		Topics:            []string{l.topicName(Telemetry)},
		SessionTimeout:    o.SessionTimeout,
		RebalanceTimeout:  2 * o.SessionTimeout,
		HeartbeatInterval: o.SessionTimeout / 6,
		JoinGroupBackoff:  longestPause,
		Timeout:           requestTimeout,
	})
	if err != nil {
		return nil, fmt.Errorf("join group %s: %w", o.Group, err)
	}
	return &kafkaOwners{log: l, group: group, session: o.SessionTimeout, closing: make(chan struct{})}, nil
}

type kafkaOwners struct {
	log       *Kafka
	group     *kafka.ConsumerGroup
	session   time.Duration
	closeOnce sync.Once
	closing   chan struct{}

	current *membership // Next's own
}

// membership is this process's part in one generation.
type membership struct {
	owners   *kafkaOwners
	gen      *kafka.Generation
	lease    lease
	lost     chan struct{}
	released chan struct{} // closed when nothing writes for the partitions any more
}

func (o *kafkaOwners) SessionTimeout() time.Duration { return o.session }

func (o *kafkaOwners) Next(ctx context.Context) (*Assignment, error) {
	if o.current != nil {
		close(o.current.released)
		o.current = nil
	}
	for {
		gen, err := o.group.Next(ctx)
		switch {
		case errors.Is(err, kafka.ErrGroupClosed):
			return nil, ErrClosed
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case err != nil: // the group backs off by itself
			o.log.log.Warn("event log: joining the group failed, trying again", "err", err)
			continue
		}
		m := &membership{
			owners: o, gen: gen, lease: lease{length: o.session / 2},
			lost: make(chan struct{}), released: make(chan struct{}),
		}
		if err := m.heartbeat(ctx); err != nil {
			o.log.log.Warn("event log: the generation ended before it began", "generation", gen.ID, "err", err)
			gen.Start(func(context.Context) {}) // ends it
			continue
		}
		o.current = m
		gen.Start(m.keep)
		return m.assignment(), nil
	}
}

func (m *membership) assignment() *Assignment {
	a := &Assignment{Generation: m.gen.ID, Partitions: []int{}, Lost: m.lost, LeaseUntil: m.lease.until}
	for _, p := range m.gen.Assignments[m.owners.log.topicName(Telemetry)] {
		a.Partitions = append(a.Partitions, p.ID)
	}
	return a
}

// keep proves to the group, and by that to this process, that it is a member. When
// the generation ends it waits until the partitions aren't written for any more, since
// the group deals them out again only after it returns.
func (m *membership) keep(generation context.Context) {
	m.prove(generation)
	close(m.lost)
	timer := time.NewTimer(m.owners.session)
	defer timer.Stop()
	select {
	case <-m.released:
	case <-m.owners.closing:
	case <-timer.C:
	}
}

// prove sends heartbeats until the generation is over. kafka-go sends its own but
// doesn't tell when they succeed.
func (m *membership) prove(generation context.Context) {
	ticker := time.NewTicker(m.owners.session / 6)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
		case <-generation.Done():
			return
		case <-m.released:
			return
		case <-m.owners.closing:
			return
		}
		err := m.heartbeat(generation)
		if err == nil {
			continue
		}
		if ended(err) || m.lease.since(time.Now()) > m.owners.session {
			m.owners.log.log.Info("event log: lost the partitions", "generation", m.gen.ID, "err", err)
			return
		}
		m.owners.log.log.Warn("event log: heartbeat failed", "generation", m.gen.ID, "err", err)
	}
}

// heartbeat renews the lease from the moment at which it was sent: the group counts
// the session from then or later.
func (m *membership) heartbeat(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, m.owners.session/3)
	defer cancel()
	sent := time.Now()
	answer, err := m.owners.log.client.Heartbeat(ctx, &kafka.HeartbeatRequest{
		GroupID: m.gen.GroupID, GenerationID: m.gen.ID, MemberID: m.gen.MemberID,
	})
	if err == nil {
		err = answer.Error
	}
	if err == nil {
		m.lease.renew(sent)
	}
	return err
}

// ended tells whether a heartbeat's error says that the generation is over.
func ended(err error) bool {
	for _, code := range []kafka.Error{
		kafka.RebalanceInProgress, kafka.IllegalGeneration, kafka.UnknownMemberId, kafka.FencedInstanceID,
	} {
		if errors.Is(err, code) {
			return true
		}
	}
	return false
}

// Close leaves the group. It waits for a broker that doesn't answer up to its time
// limits.
func (o *kafkaOwners) Close() error {
	var err error
	o.closeOnce.Do(func() {
		close(o.closing)
		err = o.group.Close()
	})
	return err
}
