package logtest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"runledger/eventlog"
)

func testBlockingRead(t *testing.T, f Fixture) {
	log := open(t, f)
	const readers, rounds = 4, 20
	var group sync.WaitGroup
	for range readers {
		group.Go(func() {
			for from := eventlog.Offset(0); from < rounds; {
				got, err := log.Read(within(t), eventlog.Telemetry, 0, from, 1)
				if err != nil || len(got) == 0 || got[0].Offset != from {
					t.Errorf("read from %d: %d records, %v", from, len(got), err)
					return
				}
				from += eventlog.Offset(len(got))
			}
		})
	}
	for i := range rounds {
		mustAppend(t, log, batch(eventlog.Telemetry, 0, 1, fmt.Sprint(i)))
	}
	group.Wait()
}

func testReadEnds(t *testing.T, f Fixture) {
	log := f.Open(t, Options{})
	ctx, cancel := context.WithCancel(context.Background())
	cancelled, closed := make(chan error, 1), make(chan error, 1)
	read := func(ctx context.Context, result chan error) {
		_, err := log.Read(ctx, eventlog.Telemetry, 0, 0, 1)
		result <- err
	}
	go read(ctx, cancelled)
	go read(within(t), closed)
	cancel()
	if err := <-cancelled; !errors.Is(err, context.Canceled) {
		t.Errorf("a read whose context ended: %v", err)
	}
	if err := log.Close(); err != nil {
		t.Errorf("close: %v", err)
	}
	if err := <-closed; !errors.Is(err, eventlog.ErrClosed) {
		t.Errorf("a read whose log was closed: %v", err)
	}
}

func testReadBounded(t *testing.T, f Fixture) {
	log := open(t, f)
	b := eventlog.Batch{Topic: eventlog.Telemetry}
	for range 64 {
		b.Records = append(b.Records, eventlog.Record{Value: make([]byte, 32<<10)})
	}
	mustAppend(t, log, b)
	for _, test := range []struct{ max, least, most int }{{0, 1, 2}, {1, 1, 2}, {64 << 10, 1, 4}, {1 << 20, 8, 64}} {
		got, err := log.Read(within(t), eventlog.Telemetry, 0, 10, test.max)
		if err != nil {
			t.Fatal(err)
		}
		if len(got) < test.least || len(got) > test.most || got[0].Offset != 10 {
			t.Errorf("a read of %d bytes gave %d records of 32 KiB from %d", test.max, len(got), got[0].Offset)
		}
	}
}

func testSlowReader(t *testing.T, f Fixture) {
	log := open(t, f)
	const records = 200
	read := make(chan struct{})
	go func() { // one record at a time, always behind
		defer close(read)
		for from := range eventlog.Offset(records) {
			got, err := log.Read(within(t), eventlog.Telemetry, 0, from, 1)
			if err != nil || got[0].Offset != from || string(got[0].Value[:5]) != "slow " {
				t.Errorf("read from %d: %v", from, err)
				return
			}
		}
	}()
	for range records / 10 {
		mustAppend(t, log, batch(eventlog.Telemetry, 0, 10, "slow"))
	}
	<-read
}

// testWholeBatches reads with the largest size while batches arrive: an answer that
// reaches the end of the partition never ends inside a batch.
func testWholeBatches(t *testing.T, f Fixture) {
	log := open(t, f)
	const batches, records = 100, 10
	written := make(chan struct{})
	go func() {
		defer close(written)
		for range batches {
			if _, err := log.Append(within(t), batch(eventlog.Telemetry, 0, records, "x")); err != nil {
				t.Errorf("append: %v", err)
				return
			}
		}
	}()
	for from := eventlog.Offset(0); from < batches*records; {
		b := mustBounds(t, log, eventlog.Telemetry, 0)
		if b.Next%records != 0 {
			t.Fatalf("the partition ends at %d, inside a batch", b.Next)
		}
		got, err := log.Read(within(t), eventlog.Telemetry, 0, from, 8<<20)
		if err != nil {
			t.Fatal(err)
		}
		if from += eventlog.Offset(len(got)); from%records != 0 {
			t.Fatalf("a reader saw the partition end at %d, inside a batch", from)
		}
	}
	<-written
}

func testOutOfRange(t *testing.T, f Fixture) {
	log := open(t, f)
	if _, err := log.Read(within(t), eventlog.Telemetry, 0, 1, 1); !errors.Is(err, eventlog.ErrOutOfRange) {
		t.Errorf("read beyond an empty partition: %v", err)
	}
	mustAppend(t, log, batch(eventlog.Telemetry, 0, 3, "x"))
	for _, from := range []eventlog.Offset{4, 1000, 1 << 62, 1<<64 - 1} {
		if _, err := log.Read(within(t), eventlog.Telemetry, 0, from, 1); !errors.Is(err, eventlog.ErrOutOfRange) {
			t.Errorf("read from %d of 3: %v", from, err)
		}
	}
}

func testNoTopic(t *testing.T, f Fixture) {
	log := open(t, f)
	for _, where := range []eventlog.Batch{
		batch("no.such.topic", 0, 1, "x"),
		batch(eventlog.Telemetry, f.Partitions, 1, "x"),
		batch(eventlog.Telemetry, -1, 1, "x"),
		batch(eventlog.Actions, 1, 1, "x"),
	} {
		if _, err := log.Append(within(t), where); !errors.Is(err, eventlog.ErrNoTopic) {
			t.Errorf("append to %s/%d: %v", where.Topic, where.Partition, err)
		}
		if _, err := log.Read(within(t), where.Topic, where.Partition, 0, 1); !errors.Is(err, eventlog.ErrNoTopic) {
			t.Errorf("read %s/%d: %v", where.Topic, where.Partition, err)
		}
		if _, err := log.Bounds(within(t), where.Topic, where.Partition); !errors.Is(err, eventlog.ErrNoTopic) {
			t.Errorf("bounds of %s/%d: %v", where.Topic, where.Partition, err)
		}
	}
	_, err := log.Append(within(t), batch(eventlog.Telemetry, 0, 1, "good"), batch("no.such.topic", 0, 1, "bad"))
	if !errors.Is(err, eventlog.ErrNoTopic) {
		t.Errorf("append to a good and a bad topic: %v", err)
	}
	if b := mustBounds(t, log, eventlog.Telemetry, 0); b.Next != 0 {
		t.Errorf("a refused append stored %d records", b.Next)
	}
}
