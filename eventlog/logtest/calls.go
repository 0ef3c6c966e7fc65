package logtest

import (
	"bytes"
	"context"
	"fmt"
	"testing"
	"time"

	"runledger/eventlog"
)

// patience bounds every wait of the suite.
const patience = 30 * time.Second

func open(t *testing.T, f Fixture) eventlog.Log {
	t.Helper()
	return openWith(t, f, Options{})
}

func openWith(t *testing.T, f Fixture, o Options) eventlog.Log {
	t.Helper()
	log := f.Open(t, o)
	t.Cleanup(func() {
		if err := log.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return log
}

func within(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	return ctx
}

// batch makes n records for a partition whose values start with text and a number.
func batch(topic eventlog.Topic, partition, n int, text string) eventlog.Batch {
	b := eventlog.Batch{Topic: topic, Partition: partition}
	for i := range n {
		b.Records = append(b.Records, eventlog.Record{Value: fmt.Appendf(nil, "%s %d", text, i)})
	}
	return b
}

func mustAppend(t *testing.T, log eventlog.Log, batches ...eventlog.Batch) []eventlog.Appended {
	t.Helper()
	done, err := log.Append(within(t), batches...)
	if err != nil {
		t.Fatalf("append: %v", err)
	}
	if len(done) != len(batches) {
		t.Fatalf("append of %d batches returned %d places", len(batches), len(done))
	}
	return done
}

func mustBounds(t *testing.T, log eventlog.Log, topic eventlog.Topic, partition int) eventlog.Bounds {
	t.Helper()
	b, err := log.Bounds(within(t), topic, partition)
	if err != nil {
		t.Fatalf("bounds of %s/%d: %v", topic, partition, err)
	}
	return b
}

// readTo reads [from, end) of a partition and checks order and gaps on the way.
func readTo(t *testing.T, log eventlog.Log, topic eventlog.Topic, partition int, from, end eventlog.Offset, maxBytes int) []eventlog.Stored {
	t.Helper()
	ctx := within(t)
	var all []eventlog.Stored
	for from < end {
		got, err := log.Read(ctx, topic, partition, from, maxBytes)
		if err != nil {
			t.Fatalf("read %s/%d from %d: %v", topic, partition, from, err)
		}
		if len(got) == 0 {
			t.Fatalf("read %s/%d from %d: nothing", topic, partition, from)
		}
		for _, s := range got {
			if s.Offset != from {
				t.Fatalf("read %s/%d: offset %d where %d belongs", topic, partition, s.Offset, from)
			}
			if len(all) > 0 && s.At.Before(all[len(all)-1].At) {
				t.Fatalf("read %s/%d: time fell at %d from %s to %s", topic, partition, s.Offset, all[len(all)-1].At, s.At)
			}
			all = append(all, s)
			from++
		}
	}
	return all
}

func readAll(t *testing.T, log eventlog.Log, topic eventlog.Topic, partition int) []eventlog.Stored {
	t.Helper()
	b := mustBounds(t, log, topic, partition)
	return readTo(t, log, topic, partition, b.First, b.Next, 1<<20)
}

func sameRecord(t *testing.T, got, want eventlog.Record) {
	t.Helper()
	if !bytes.Equal(got.Key, want.Key) || !bytes.Equal(got.Value, want.Value) {
		t.Errorf("record is %q = %q, want %q = %q", got.Key, got.Value, want.Key, want.Value)
	}
	if len(got.Headers) != len(want.Headers) {
		t.Fatalf("record has headers %q, want %q", got.Headers, want.Headers)
	}
	for i, h := range want.Headers {
		if got.Headers[i].Key != h.Key || !bytes.Equal(got.Headers[i].Value, h.Value) {
			t.Errorf("header %d is %q, want %q", i, got.Headers[i], h)
		}
	}
}
