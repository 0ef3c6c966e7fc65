package logtest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"

	"runledger/eventlog"
)

func testRoundTrip(t *testing.T, f Fixture) {
	log := open(t, f)
	every := make([]byte, 256)
	for i := range every {
		every[i] = byte(i)
	}
	records := []eventlog.Record{
		{Value: []byte("value alone")},
		{Key: []byte("key"), Value: []byte("value")},
		{Key: every, Value: every, Headers: []eventlog.Header{{Key: "ce_id", Value: []byte("1")}, {Key: "ce_type", Value: every}, {Key: "", Value: nil}}},
		{Value: []byte{}},
		{Headers: []eventlog.Header{{Key: "twice", Value: []byte("a")}, {Key: "twice", Value: []byte("b")}}},
		{Value: []byte(strings.Repeat("compressible ", 1000))},
	}
	done := mustAppend(t, log, eventlog.Batch{Topic: eventlog.Actions, Records: records})
	got := readAll(t, log, eventlog.Actions, 0)
	if len(got) != len(records) {
		t.Fatalf("%d records, want %d", len(got), len(records))
	}
	for i := range records {
		sameRecord(t, got[i].Record, records[i])
		if !got[i].At.Equal(done[0].At) {
			t.Errorf("record %d has time %s, the append said %s", i, got[i].At, done[0].At)
		}
	}
}

func testOffsets(t *testing.T, f Fixture) {
	log := open(t, f)
	if b := mustBounds(t, log, eventlog.Telemetry, 1); b != (eventlog.Bounds{}) {
		t.Fatalf("a new partition has bounds %+v", b)
	}
	next := eventlog.Offset(0)
	for i, n := range []int{1, 3, 1, 100, 7} {
		done := mustAppend(t, log, batch(eventlog.Telemetry, 1, n, fmt.Sprint("batch ", i)))
		if done[0].First != next {
			t.Fatalf("batch %d starts at %d, want %d", i, done[0].First, next)
		}
		next += eventlog.Offset(n)
		if b := mustBounds(t, log, eventlog.Telemetry, 1); b.Next != next {
			t.Fatalf("bounds after batch %d are %+v, want next %d", i, b, next)
		}
	}
	got := readAll(t, log, eventlog.Telemetry, 1)
	if len(got) != int(next) || string(got[4].Value) != "batch 2 0" {
		t.Fatalf("%d records, the fifth is %q", len(got), got[4].Value)
	}
}

func testManyBatches(t *testing.T, f Fixture) {
	log := open(t, f)
	done := mustAppend(t, log,
		batch(eventlog.Telemetry, 1, 3, "a"),
		batch(eventlog.Actions, 0, 2, "b"),
		batch(eventlog.Telemetry, 1, 4, "c"),
		batch(eventlog.Telemetry, 0, 1, "d"))
	for i, want := range []eventlog.Offset{0, 0, 3, 0} {
		if done[i].First != want {
			t.Errorf("batch %d starts at %d, want %d", i, done[i].First, want)
		}
	}
	if got := readAll(t, log, eventlog.Telemetry, 1); string(got[3].Value) != "c 0" {
		t.Errorf("the fourth record is %q", got[3].Value)
	}
	if got := readAll(t, log, eventlog.Actions, 0); string(got[1].Value) != "b 1" {
		t.Errorf("the second action is %q", got[1].Value)
	}
}

func testEmptyBatch(t *testing.T, f Fixture) {
	log := open(t, f)
	mustAppend(t, log)
	mustAppend(t, log, batch(eventlog.Telemetry, 0, 0, ""))
	mustAppend(t, log, batch(eventlog.Telemetry, 0, 2, "x"))
	done := mustAppend(t, log, batch(eventlog.Telemetry, 0, 0, ""), batch(eventlog.Telemetry, 0, 1, "y"))
	if done[0].First != 2 || done[1].First != 2 {
		t.Errorf("after two records an empty batch and one record are at %d and %d", done[0].First, done[1].First)
	}
	if b := mustBounds(t, log, eventlog.Telemetry, 0); b.Next != 3 {
		t.Errorf("bounds %+v, want next 3", b)
	}
}

func testConcurrent(t *testing.T, f Fixture) {
	log := open(t, f)
	const writers, rounds, records = 16, 20, 5
	type place struct {
		first eventlog.Offset
		text  string
	}
	places := make(chan place, writers*rounds)
	var group sync.WaitGroup
	for w := range writers {
		group.Go(func() {
			for r := range rounds {
				text := fmt.Sprintf("writer %d round %d", w, r)
				done, err := log.Append(within(t), batch(eventlog.Telemetry, w%2, records, text))
				if err != nil {
					t.Errorf("append: %v", err)
					return
				}
				places <- place{done[0].First, fmt.Sprintf("%d/%s", w%2, text)}
			}
		})
	}
	group.Wait()
	close(places)
	stored := [2][]eventlog.Stored{readAll(t, log, eventlog.Telemetry, 0), readAll(t, log, eventlog.Telemetry, 1)}
	if n := len(stored[0]) + len(stored[1]); n != writers*rounds*records {
		t.Fatalf("%d records, want %d", n, writers*rounds*records)
	}
	for p := range places {
		part, text, _ := strings.Cut(p.text, "/")
		for i := range records {
			if got := string(stored[part[0]-'0'][int(p.first)+i].Value); got != fmt.Sprintf("%s %d", text, i) {
				t.Fatalf("at %d+%d there is %q, not %q", p.first, i, got, p.text)
			}
		}
	}
}

// testGroupCommit counts what reached the disk or the broker.
func testGroupCommit(t *testing.T, f Fixture) {
	registry := prometheus.NewRegistry()
	log := openWith(t, f, Options{Registerer: registry})
	const writers, rounds = 64, 20
	var group sync.WaitGroup
	for w := range writers {
		group.Go(func() {
			for range rounds {
				if _, err := log.Append(within(t), batch(eventlog.Telemetry, w%f.Partitions, 1, "x")); err != nil {
					t.Errorf("append: %v", err)
				}
			}
		})
	}
	group.Wait()
	commits := histogramCount(t, registry, "runledger_log_commit_batches")
	t.Logf("%d appends in %d commits", writers*rounds, commits)
	if commits == 0 || commits > writers*rounds/3 {
		t.Errorf("%d appends took %d commits", writers*rounds, commits)
	}
}

func histogramCount(t *testing.T, g prometheus.Gatherer, name string) uint64 {
	t.Helper()
	families, err := g.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, family := range families {
		if family.GetName() == name && family.GetType() == dto.MetricType_HISTOGRAM {
			return family.GetMetric()[0].GetHistogram().GetSampleCount()
		}
	}
	t.Fatalf("no histogram %s", name)
	return 0
}

func testPartitions(t *testing.T, f Fixture) {
	log := open(t, f)
	for topic, want := range map[eventlog.Topic]int{eventlog.Actions: 1, eventlog.Telemetry: f.Partitions, "no.such.topic": 0} {
		if n, err := log.Partitions(within(t), topic); err != nil || n != want {
			t.Errorf("%s has %d partitions (%v), want %d", topic, n, err, want)
		}
	}
	for p := range f.Partitions {
		mustAppend(t, log, batch(eventlog.Telemetry, p, p+1, fmt.Sprint("in ", p)))
	}
	mustAppend(t, log, batch(eventlog.Actions, 0, 1, "action"))
	for p := range f.Partitions {
		got := readAll(t, log, eventlog.Telemetry, p)
		if len(got) != p+1 || string(got[p].Value) != fmt.Sprintf("in %d %d", p, p) {
			t.Errorf("partition %d holds %d records, the last is %q", p, len(got), got[len(got)-1].Value)
		}
	}
	if got := readAll(t, log, eventlog.Actions, 0); len(got) != 1 {
		t.Errorf("%d actions, want 1", len(got))
	}
}

func testCancelled(t *testing.T, f Fixture) {
	log := open(t, f)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := log.Append(ctx, batch(eventlog.Telemetry, 0, 1, "x")); !errors.Is(err, context.Canceled) {
		t.Errorf("append with an ended context: %v", err)
	}
	if b := mustBounds(t, log, eventlog.Telemetry, 0); b.Next != 0 {
		t.Errorf("it stored %d records", b.Next)
	}
}
