package eventlog_test

import (
	"context"
	"crypto/rand"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"runledger/eventlog"
	"runledger/eventlog/logtest"
	"runledger/internal/testenv"
)

func TestKafka(t *testing.T) {
	addr, broker := testenv.Kafka(t)
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent(),
		goleak.IgnoreAnyFunction("runledger/internal/testenv.(*KafkaProcess).start.func1"), // the broker, started again
		// kafka-go forgets a connection that is made while its pool is closed
		goleak.IgnoreAnyFunction("github.com/segmentio/kafka-go.(*conn).run"))
	logtest.Run(t, func(t *testing.T) logtest.Fixture {
		if t.Name() == "TestKafka/a_full_disk_refuses_and_recovers" {
			return fullKafkaFixture(t)
		}
		return kafkaFixture(addr, broker)
	})
}

// kafkaFixture is a log with topics of its own on a broker.
func kafkaFixture(addr string, broker *testenv.KafkaProcess) logtest.Fixture {
	options := kafkaOptions(addr)
	return logtest.Fixture{
		Open: func(t testing.TB, o logtest.Options) eventlog.Log {
			options.Registerer = o.Registerer
			return openKafka(t, options)
		},
		Partitions: 3,
		Duplicates: true,
		Crash:      func(t *testing.T, acked func(logtest.Ack)) { crashKafka(t, options, broker, acked) },
	}
}

func kafkaOptions(addr string) eventlog.KafkaOptions {
	return eventlog.KafkaOptions{
		Brokers: []string{addr}, Prefix: strings.ToLower(rand.Text()[:8]) + ".", Create: true, Partitions: 3,
		Patience: 15 * time.Second,
	}
}

func openKafka(t testing.TB, o eventlog.KafkaOptions) *eventlog.Kafka {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	log, err := eventlog.OpenKafka(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	return log
}

// crashKafka kills the broker in the middle of appends, and starts it again.
func crashKafka(t *testing.T, o eventlog.KafkaOptions, broker *testenv.KafkaProcess, acked func(logtest.Ack)) {
	t.Helper()
	log := openKafka(t, o)
	defer log.Close()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	acks := make(chan logtest.Ack)
	written := make(chan struct{})
	go func() {
		defer close(written)
		logtest.Write(ctx, log, 3, int(runs.Add(1)), func(a logtest.Ack) { acks <- a })
	}()
	for n := 0; ; n++ {
		select {
		case a := <-acks:
			acked(a)
		case <-written:
			if n < 1000 {
				t.Fatalf("the writers stopped after %d batches", n)
			}
			return
		}
		switch n {
		case 500:
			broker.Kill(t)
			go broker.Start(t)
		case 1000:
			cancel()
		}
	}
}

// runs numbers the writers of this process.
var runs atomic.Int64
