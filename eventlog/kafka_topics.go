package eventlog

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/segmentio/kafka-go"
)

// kafkaMaxMessage is what a topic must take as one record batch: a whole Batch, also
// where it doesn't compress.
const kafkaMaxMessage = MaxBatch + 1<<20

// Announcements are of use for moments. Only whole segments go.
const (
	changesRetentionMs = 60 * 60 * 1000
	changesSegmentMs   = 10 * 60 * 1000
)

// topicSettings are what a topic is created with: the log's are kept for ever.
func topicSettings(t Topic, replicas int) []kafka.ConfigEntry {
	retention, segment := -1, 7*24*60*60*1000
	if t == Changes {
		retention, segment = changesRetentionMs, changesSegmentMs
	}
	return []kafka.ConfigEntry{
		{ConfigName: "cleanup.policy", ConfigValue: "delete"},
		{ConfigName: "retention.ms", ConfigValue: strconv.Itoa(retention)},
		{ConfigName: "segment.ms", ConfigValue: strconv.Itoa(segment)},
		{ConfigName: "retention.bytes", ConfigValue: "-1"},
		{ConfigName: "message.timestamp.type", ConfigValue: "LogAppendTime"},
		{ConfigName: "max.message.bytes", ConfigValue: strconv.Itoa(kafkaMaxMessage)},
		{ConfigName: "min.insync.replicas", ConfigValue: strconv.Itoa(max(1, replicas-1))},
		{ConfigName: "unclean.leader.election.enable", ConfigValue: "false"},
	}
}

// openTopics returns the number of partitions of each topic, after it has created what
// is missing, if it may.
func (l *Kafka) openTopics(ctx context.Context) (map[Topic]int, error) {
	counts := make(map[Topic]int)
	for _, want := range []struct {
		topic      Topic
		partitions int
	}{{Actions, 1}, {Telemetry, l.options.Partitions}, {Changes, 1}} {
		n, err := l.countPartitions(ctx, want.topic)
		if errors.Is(err, kafka.UnknownTopicOrPartition) && l.options.Create {
			if err = l.createTopic(ctx, want.topic, want.partitions); err == nil {
				n, err = l.awaitTopic(ctx, want.topic)
			}
		}
		if errors.Is(err, kafka.UnknownTopicOrPartition) {
			return nil, fmt.Errorf("%w: %s is missing; create it, or let this program do so", ErrNoTopic, l.topicName(want.topic))
		}
		if err != nil {
			return nil, fmt.Errorf("look for topic %s: %w", l.topicName(want.topic), err)
		}
		if want.partitions != 0 && n != want.partitions {
			return nil, fmt.Errorf("topic %s has %d partitions, not %d; the number is fixed when a log is created",
				l.topicName(want.topic), n, want.partitions)
		}
		counts[want.topic] = n
	}
	return counts, nil
}

// countPartitions returns UnknownTopicOrPartition for a topic that isn't there.
func (l *Kafka) countPartitions(ctx context.Context, t Topic) (int, error) {
	var topic kafka.Topic
	err := l.retry(ctx, 0, func(ctx context.Context) error {
		ctx, cancel := context.WithTimeout(ctx, requestTimeout)
		defer cancel()
		answer, err := l.client.Metadata(ctx, &kafka.MetadataRequest{Topics: []string{l.topicName(t)}})
		if err != nil {
			return err
		}
		topic = answer.Topics[0]
		if errors.Is(topic.Error, kafka.UnknownTopicOrPartition) {
			return nil
		}
		return topic.Error
	})
	if err != nil {
		return 0, err
	}
	return len(topic.Partitions), topic.Error
}

// awaitTopic waits until the cluster's metadata show a new topic.
func (l *Kafka) awaitTopic(ctx context.Context, t Topic) (int, error) {
	for pause := newBackoff(); ; pause.wait(ctx) {
		n, err := l.countPartitions(ctx, t)
		if !errors.Is(err, kafka.UnknownTopicOrPartition) || ctx.Err() != nil {
			return n, errors.Join(err, ctx.Err())
		}
	}
}

func (l *Kafka) createTopic(ctx context.Context, t Topic, partitions int) error {
	if partitions == 0 {
		partitions = DefaultPartitions
	}
	name := l.topicName(t)
	return l.retry(ctx, 0, func(ctx context.Context) error {
		replicas, err := l.replicas(ctx)
		if err != nil {
			return err
		}
		ctx, cancel := context.WithTimeout(ctx, 4*requestTimeout)
		defer cancel()
		answer, err := l.client.CreateTopics(ctx, &kafka.CreateTopicsRequest{Topics: []kafka.TopicConfig{{
			Topic: name, NumPartitions: partitions, ReplicationFactor: replicas, ConfigEntries: topicSettings(t, replicas),
		}}})
		if err != nil {
			return fmt.Errorf("create topic %s: %w", name, err)
		}
		if err := answer.Errors[name]; err != nil && !errors.Is(err, kafka.TopicAlreadyExists) {
			return fmt.Errorf("create topic %s: %w", name, err)
		}
		l.log.Info("event log: created a topic", "topic", name, "partitions", partitions, "replicas", replicas)
		return nil
	})
}

// replicas returns how many copies new topics get.
func (l *Kafka) replicas(ctx context.Context) (int, error) {
	if l.options.Replicas > 0 {
		return l.options.Replicas, nil
	}
	ctx, cancel := context.WithTimeout(ctx, requestTimeout)
	defer cancel()
	answer, err := l.client.Metadata(ctx, &kafka.MetadataRequest{Topics: []string{}})
	if err != nil {
		return 0, err
	}
	return max(1, min(3, len(answer.Brokers))), nil
}

// awaitPartitions waits until every partition answers: after creation, and after a
// restart of the cluster, a leader may take its time.
func (l *Kafka) awaitPartitions(ctx context.Context) error {
	for _, parts := range l.topics {
		for _, p := range parts {
			if _, err := p.bounds(ctx, 0); err != nil {
				return err
			}
		}
	}
	return nil
}
