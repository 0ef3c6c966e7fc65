package eventlog_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/segmentio/kafka-go"

	"runledger/eventlog"
	"runledger/internal/testenv"
)

// TestKafkaReadsOthers reads what another client wrote, in every compression, and
// gives it the broker's time instead of the client's.
func TestKafkaReadsOthers(t *testing.T) {
	addr, _ := testenv.Kafka(t)
	o := kafkaOptions(addr)
	log := openKafka(t, o)
	defer log.Close()
	client := &kafka.Client{Addr: kafka.TCP(addr)}
	began := time.Now().Add(-time.Second)
	codecs := []kafka.Compression{0, kafka.Gzip, kafka.Snappy, kafka.Lz4, kafka.Zstd}
	for i, codec := range codecs {
		var records []kafka.Record
		for j := range 3 {
			records = append(records, kafka.Record{
				Time: time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC), Key: kafka.NewBytes([]byte("key")),
				Value:   kafka.NewBytes(fmt.Appendf(nil, "%d %d", i, j)),
				Headers: []kafka.Header{{Key: "ce_id", Value: []byte("x")}},
			})
		}
		answer, err := client.Produce(context.Background(), &kafka.ProduceRequest{
			Topic: o.Prefix + string(eventlog.Telemetry), RequiredAcks: kafka.RequireAll,
			Records: kafka.NewRecordReader(records...), Compression: codec,
		})
		if err != nil || answer.Error != nil {
			t.Fatalf("produce with %s: %v, %+v", codec, err, answer)
		}
	}
	for from := eventlog.Offset(0); from < eventlog.Offset(3*len(codecs)); {
		got, err := log.Read(context.Background(), eventlog.Telemetry, 0, from, 1)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range got {
			if want := fmt.Sprintf("%d %d", s.Offset/3, s.Offset%3); string(s.Value) != want || string(s.Key) != "key" || len(s.Headers) != 1 {
				t.Errorf("record %d is %q = %q with headers %v", s.Offset, s.Key, s.Value, s.Headers)
			}
			if s.At.Before(began) || s.At.After(time.Now().Add(time.Second)) {
				t.Errorf("record %d has time %s, which isn't when the log took it", s.Offset, s.At)
			}
			from = s.Offset + 1
		}
	}
}

// TestKafkaIsReadByOthers reads with kafka-go what the log wrote.
func TestKafkaIsReadByOthers(t *testing.T) {
	addr, _ := testenv.Kafka(t)
	o := kafkaOptions(addr)
	log := openKafka(t, o)
	defer log.Close()
	want := eventlog.Record{
		Key: []byte("key"), Value: make([]byte, 2000), Headers: []eventlog.Header{{Key: "ce_type", Value: []byte("a.b.v1")}},
	}
	if _, err := log.Append(context.Background(), eventlog.Batch{Topic: eventlog.Actions, Records: []eventlog.Record{want, want}}); err != nil {
		t.Fatal(err)
	}
	reader := kafka.NewReader(kafka.ReaderConfig{Brokers: []string{addr}, Topic: o.Prefix + string(eventlog.Actions), MaxWait: 100 * time.Millisecond})
	defer reader.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	for i := range 2 {
		m, err := reader.ReadMessage(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if m.Offset != int64(i) || string(m.Key) != "key" || len(m.Value) != 2000 || len(m.Headers) != 1 || string(m.Headers[0].Value) != "a.b.v1" {
			t.Errorf("message %d: %+v", i, m)
		}
	}
}

// TestKafkaRefusesUnsafeTopics opens topics that may lose records, or don't fit.
func TestKafkaRefusesUnsafeTopics(t *testing.T) {
	addr, _ := testenv.Kafka(t)
	client := &kafka.Client{Addr: kafka.TCP(addr)}
	o := kafkaOptions(addr)
	for topic, n := range map[eventlog.Topic]int{eventlog.Actions: 1, eventlog.Telemetry: 5} {
		answer, err := client.CreateTopics(context.Background(), &kafka.CreateTopicsRequest{Topics: []kafka.TopicConfig{{
			Topic: o.Prefix + string(topic), NumPartitions: n, ReplicationFactor: 1,
			ConfigEntries: []kafka.ConfigEntry{{ConfigName: "retention.ms", ConfigValue: "3600000"}},
		}}})
		if err != nil || answer.Errors[o.Prefix+string(topic)] != nil {
			t.Fatal(err, answer)
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	for name, change := range map[string]func(*eventlog.KafkaOptions){
		"retention.ms is \"3600000\"": func(o *eventlog.KafkaOptions) { o.Partitions = 0 },
		"5 partitions, not 4":         func(o *eventlog.KafkaOptions) { o.Partitions, o.AllowUnsafe = 4, true },
	} {
		bad := o
		change(&bad)
		if log, err := eventlog.OpenKafka(ctx, bad); err == nil {
			log.Close()
			t.Errorf("it was opened although %s", name)
		} else if !contains(err, name) {
			t.Errorf("the error doesn't say %q: %v", name, err)
		}
	}
	o.Partitions, o.AllowUnsafe = 5, true
	log := openKafka(t, o)
	defer log.Close()
	t.Log(log.Guarantee())
	if g := log.Guarantee(); len(g.Flaws) == 0 || g.Replicas != 1 || g.InSync != 1 {
		t.Errorf("guarantee: %+v", g)
	}
}

// TestKafkaTopicsMissing opens a log that isn't there, without the right to make it.
func TestKafkaTopicsMissing(t *testing.T) {
	addr, _ := testenv.Kafka(t)
	o := kafkaOptions(addr)
	o.Create = false
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	if log, err := eventlog.OpenKafka(ctx, o); err == nil {
		log.Close()
		t.Error("a log without topics was opened")
	} else if !contains(err, "is missing") {
		t.Errorf("error: %v", err)
	}
}

// TestKafkaAwayIsUnavailable: with the broker gone, calls end after Patience.
func TestKafkaAwayIsUnavailable(t *testing.T) {
	broker := testenv.OwnKafka(t, "")
	o := kafkaOptions(broker.Addr())
	o.Patience = time.Second
	log := openKafka(t, o)
	defer log.Close()
	ctx := context.Background()
	record := eventlog.Batch{Topic: eventlog.Telemetry, Records: []eventlog.Record{{Value: []byte("x")}}}
	if _, err := log.Append(ctx, record); err != nil {
		t.Fatal(err)
	}
	broker.Kill(t)
	began := time.Now()
	_, appendErr := log.Append(ctx, record)
	_, readErr := log.Read(ctx, eventlog.Telemetry, 0, 1, 1)
	_, boundsErr := log.Bounds(ctx, eventlog.Telemetry, 0)
	for call, err := range map[string]error{"append": appendErr, "read": readErr, "bounds": boundsErr} {
		if !isUnavailable(err) {
			t.Errorf("%s: %v", call, err)
		}
	}
	if took := time.Since(began); took > 30*time.Second {
		t.Errorf("it took %s to find out", took)
	}
	broker.Start(t)
	for deadline := time.Now().Add(30 * time.Second); ; {
		if _, err := log.Append(ctx, record); err == nil {
			break
		} else if !isUnavailable(err) || time.Now().After(deadline) {
			t.Fatal(err)
		}
	}
}
