package eventlog

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"sync"
	"time"

	"github.com/klauspost/compress/zstd"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/segmentio/kafka-go"
)

// clientID is how this program names itself to brokers.
const clientID = "runledger"

// KafkaOptions say which cluster holds the log and what this program expects of it.
type KafkaOptions struct {
	Brokers []string // host:port of some; the others are found through them

	// Prefix precedes the names of topics, so that several installations can share a
	// cluster.
	Prefix string

	// Create makes topics that are missing, with Partitions (default
	// DefaultPartitions) for telemetry and Replicas copies (default 3, or as many as
	// there are brokers).
	Create   bool
	Replicas int

	// Partitions is the number of telemetry partitions that must be there; 0 takes
	// what is there.
	Partitions int

	// AllowUnsafe opens a log whose settings may lose what was acknowledged; see
	// Guarantee.
	AllowUnsafe bool

	// Patience is how long Append, Read and Bounds try again while the cluster doesn't
	// answer, before they return ErrUnavailable. Default 10 s.
	Patience time.Duration

	TLS        *tls.Config // nil: plain connections
	Logger     *slog.Logger
	Registerer prometheus.Registerer
}

// Kafka is a Log on a cluster of Apache Kafka.
//
// The time of records is the broker's (LogAppendTime). It falls only if the clocks of
// brokers do, or if a partition's new leader is behind the old one.
//
// Records may be there twice, after a request whose answer was lost. The second ones
// may follow records that were appended later: a broker that was halted takes what was
// sent to it before when it goes on.
type Kafka struct {
	options   KafkaOptions
	client    *kafka.Client
	transport *kafka.Transport
	conns     connections
	addr      net.Addr
	log       *slog.Logger
	metrics   *metrics
	topics    map[Topic][]*kafkaPartition
	guarantee Guarantee
	encoder   *zstd.Encoder
	decoder   *zstd.Decoder

	ctx       context.Context // ends with Close
	cancel    context.CancelFunc
	producers sync.WaitGroup
	closeOnce sync.Once
	closeErr  error
	mu        sync.Mutex
	closed    bool
	inUse     sync.WaitGroup // appends and reads under way
}

// OpenKafka connects to a cluster, creates the topics if asked to, and checks that the
// cluster keeps what it acknowledges. It waits for the cluster until ctx ends.
func OpenKafka(ctx context.Context, o KafkaOptions) (*Kafka, error) {
	if len(o.Brokers) == 0 {
		return nil, errors.New("open Kafka log: no broker given")
	}
	if o.Partitions < 0 || o.Partitions > maxPartitions {
		return nil, fmt.Errorf("open Kafka log: %d telemetry partitions, must be 1 to %d", o.Partitions, maxPartitions)
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Patience <= 0 {
		o.Patience = 10 * time.Second
	}
	l := &Kafka{options: o, log: o.Logger, addr: kafka.TCP(o.Brokers...)}
	l.ctx, l.cancel = context.WithCancel(context.Background())
	if err := l.open(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("open Kafka log at %v: %w", o.Brokers, err), l.Close())
	}
	return l, nil
}

func (l *Kafka) open(ctx context.Context) (err error) {
	// Concurrency 0 is as many as there are processors.
	if l.encoder, err = zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(0)); err != nil {
		return fmt.Errorf("make compressor: %w", err)
	}
	if l.decoder, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(maxAnswer)); err != nil {
		return fmt.Errorf("make decompressor: %w", err)
	}
	l.transport = &kafka.Transport{
		Dial: l.conns.dial, DialTimeout: 5 * time.Second, IdleTimeout: time.Minute,
		// How soon a new leader is noticed. kafka-go asks twice as often on average.
		MetadataTTL:    2 * time.Second,
		MetadataTopics: []string{l.topicName(Actions), l.topicName(Telemetry), l.topicName(Changes)},
		ClientID:       clientID, TLS: l.options.TLS, Context: l.ctx,
	}
	// The broker gives up after half of this: kafka-go's own limit of 0.5 s for produce
	// requests would make duplicates wherever copies take their time.
	l.client = &kafka.Client{Addr: l.addr, Transport: l.transport, Timeout: requestTimeout}
	counts, err := l.openTopics(ctx)
	if err != nil {
		return err
	}
	if l.guarantee, err = l.checkGuarantee(ctx); err != nil {
		return err
	}
	if l.metrics, err = newMetrics(l.options.Registerer, nil); err != nil {
		return fmt.Errorf("register metrics: %w", err)
	}
	l.startPartitions(counts)
	return l.awaitPartitions(ctx)
}

func (l *Kafka) topicName(t Topic) string { return l.options.Prefix + string(t) }

// startPartitions starts a producer for each partition.
func (l *Kafka) startPartitions(counts map[Topic]int) {
	topics := make(map[Topic][]*kafkaPartition, len(counts))
	for t, n := range counts {
		for i := range n {
			p := &kafkaPartition{log: l, topic: t, name: l.topicName(t), number: i, queue: newQueue()}
			topics[t] = append(topics[t], p)
			l.producers.Go(p.produceLoop)
		}
	}
	l.topics = topics
}

// kafkaPartition is one partition of the log.
type kafkaPartition struct {
	log    *Kafka
	topic  Topic
	name   string // of the topic in Kafka
	number int
	queue  queue

	mu   sync.Mutex
	rest fetchedRest
}

func (l *Kafka) partition(t Topic, number int) (*kafkaPartition, error) {
	parts := l.topics[t]
	if number < 0 || number >= len(parts) {
		return nil, fmt.Errorf("%w: %s/%d", ErrNoTopic, t, number)
	}
	return parts[number], nil
}

// Partitions implements Log.
func (l *Kafka) Partitions(_ context.Context, t Topic) (int, error) {
	if l.ctx.Err() != nil {
		return 0, ErrClosed
	}
	return len(l.topics[t]), nil
}

// Close implements Log. Appends that have begun are tried once more.
func (l *Kafka) Close() error {
	l.closeOnce.Do(func() {
		l.mu.Lock()
		l.closed = true
		l.mu.Unlock()
		l.cancel()
		l.inUse.Wait()
		l.producers.Wait()
		l.metrics.unregister()
		if l.transport != nil {
			l.transport.CloseIdleConnections()
		}
		l.closeErr = l.conns.close()
		if l.encoder != nil {
			l.closeErr = errors.Join(l.closeErr, l.encoder.Close())
		}
		if l.decoder != nil {
			l.decoder.Close()
		}
	})
	return l.closeErr
}

// enter tells whether the log is open, and if so keeps producers and decoder until
// inUse.Done.
func (l *Kafka) enter() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return false
	}
	l.inUse.Add(1)
	return true
}
