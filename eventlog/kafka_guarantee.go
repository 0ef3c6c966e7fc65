package eventlog

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/segmentio/kafka-go"
)

// Guarantee says what a cluster's settings promise about acknowledged records.
type Guarantee struct {
	Brokers  int
	Replicas int      // of the topic with the fewest
	InSync   int      // copies that must have a record before it is acknowledged
	Flaws    []string // settings that may lose records; OpenKafka refuses them unless allowed
}

// String describes the guarantee in one line, for people.
func (g Guarantee) String() string {
	text := fmt.Sprintf("%d broker(s), %d copies, acknowledged when %d have it", g.Brokers, g.Replicas, g.InSync)
	if g.Replicas == 1 {
		text += "; losing that broker's disk loses the log"
	}
	if len(g.Flaws) > 0 {
		text += "; UNSAFE: " + strings.Join(g.Flaws, "; ")
	}
	return text
}

// Guarantee returns what the cluster promised when the log was opened.
func (l *Kafka) Guarantee() Guarantee { return l.guarantee }

// checkGuarantee compares the topics' settings with what the log needs.
func (l *Kafka) checkGuarantee(ctx context.Context) (g Guarantee, err error) {
	err = l.retry(ctx, 0, func(ctx context.Context) error {
		g, err = l.inspect(ctx)
		return err
	})
	if err != nil {
		return g, fmt.Errorf("ask for the topics' settings: %w", err)
	}
	if len(g.Flaws) > 0 {
		if !l.options.AllowUnsafe {
			return g, fmt.Errorf("the cluster may lose acknowledged records: %s (change the topics' settings, or allow it explicitly)",
				strings.Join(g.Flaws, "; "))
		}
		l.log.Warn("event log: the cluster may lose acknowledged records", "flaws", g.Flaws)
	}
	return g, nil
}

func (l *Kafka) inspect(ctx context.Context) (Guarantee, error) {
	ctx, cancel := context.WithTimeout(ctx, requestTimeout)
	defer cancel()
	names := []string{l.topicName(Actions), l.topicName(Telemetry)}
	cluster, err := l.client.Metadata(ctx, &kafka.MetadataRequest{Topics: names})
	if err != nil {
		return Guarantee{}, err
	}
	request := &kafka.DescribeConfigsRequest{}
	for _, name := range names {
		request.Resources = append(request.Resources, kafka.DescribeConfigRequestResource{
			ResourceType: kafka.ResourceTypeTopic, ResourceName: name,
		})
	}
	settings, err := l.client.DescribeConfigs(ctx, request)
	if err != nil {
		return Guarantee{}, err
	}
	g := Guarantee{Brokers: len(cluster.Brokers)}
	for _, topic := range cluster.Topics {
		if topic.Error != nil {
			return g, topic.Error
		}
		for _, p := range topic.Partitions {
			if n := len(p.Replicas); g.Replicas == 0 || n < g.Replicas {
				g.Replicas = n
			}
		}
	}
	for _, resource := range settings.Resources {
		if resource.Error != nil {
			return g, resource.Error
		}
		values := make(map[string]string, len(resource.ConfigEntries))
		for _, entry := range resource.ConfigEntries {
			values[entry.ConfigName] = entry.ConfigValue
		}
		g.addTopic(resource.ResourceName, values)
	}
	g.addReplication()
	return g, nil
}

// addTopic adds what the settings of one topic mean.
func (g *Guarantee) addTopic(topic string, settings map[string]string) {
	flaw := func(format string, args ...any) {
		g.Flaws = append(g.Flaws, topic+": "+fmt.Sprintf(format, args...))
	}
	if n, err := strconv.Atoi(settings["min.insync.replicas"]); err == nil && (g.InSync == 0 || n < g.InSync) {
		g.InSync = n
	}
	for _, want := range []struct{ name, value string }{
		{"retention.ms", "-1"}, {"retention.bytes", "-1"}, {"cleanup.policy", "delete"},
		{"unclean.leader.election.enable", "false"}, {"message.timestamp.type", "LogAppendTime"},
	} {
		if got := settings[want.name]; got != want.value {
			flaw("%s is %q, must be %q", want.name, got, want.value)
		}
	}
	if n, err := strconv.Atoi(settings["max.message.bytes"]); err != nil || n < kafkaMaxMessage {
		flaw("max.message.bytes is %q, must be at least %d", settings["max.message.bytes"], kafkaMaxMessage)
	}
}

// addReplication judges the copies, by what the cluster could do.
func (g *Guarantee) addReplication() {
	if g.Brokers < 3 {
		return
	}
	if g.Replicas < 3 {
		g.Flaws = append(g.Flaws, fmt.Sprintf("%d copies on %d brokers, must be at least 3", g.Replicas, g.Brokers))
	}
	if g.InSync < 2 {
		g.Flaws = append(g.Flaws, fmt.Sprintf("min.insync.replicas is %d, must be at least 2", g.InSync))
	}
}
