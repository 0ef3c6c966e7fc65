package logtest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"runledger/eventlog"
)

func testClosed(t *testing.T, f Fixture) {
	log := f.Open(t, Options{})
	mustAppend(t, log, batch(eventlog.Telemetry, 0, 1, "x"))
	for range 2 {
		if err := log.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	}
	ctx := context.Background()
	_, appendErr := log.Append(ctx, batch(eventlog.Telemetry, 0, 1, "x"))
	_, readErr := log.Read(ctx, eventlog.Telemetry, 0, 0, 1)
	_, boundsErr := log.Bounds(ctx, eventlog.Telemetry, 0)
	_, partitionsErr := log.Partitions(ctx, eventlog.Telemetry)
	for call, err := range map[string]error{"append": appendErr, "read": readErr, "bounds": boundsErr, "partitions": partitionsErr} {
		if !errors.Is(err, eventlog.ErrClosed) {
			t.Errorf("%s on a closed log: %v", call, err)
		}
	}
}

func testReopen(t *testing.T, f Fixture) {
	for round := range 3 {
		log := f.Open(t, Options{})
		for p := range f.Partitions {
			done := mustAppend(t, log, batch(eventlog.Telemetry, p, 10, fmt.Sprint("round ", round)))
			if want := eventlog.Offset(10 * round); done[0].First != want {
				t.Errorf("round %d starts at %d, want %d", round, done[0].First, want)
			}
			got := readAll(t, log, eventlog.Telemetry, p)
			if len(got) != 10*(round+1) || string(got[5].Value) != "round 0 5" {
				t.Errorf("round %d: %d records, the sixth is %q", round, len(got), got[5].Value)
			}
		}
		if err := log.Close(); err != nil {
			t.Fatalf("close: %v", err)
		}
	}
}

func testTime(t *testing.T, f Fixture) {
	log := open(t, f)
	before := time.Now().Add(-time.Minute)
	var last time.Time
	for range 20 {
		done := mustAppend(t, log, batch(eventlog.Telemetry, 0, 2, "x"))
		if done[0].At.Before(last) {
			t.Errorf("time fell from %s to %s", last, done[0].At)
		}
		last = done[0].At
	}
	if last.Before(before) || last.After(time.Now().Add(time.Minute)) {
		t.Errorf("records have time %s, it is %s", last, time.Now())
	}
	got := readAll(t, log, eventlog.Telemetry, 0)
	if !got[len(got)-1].At.Equal(last) {
		t.Errorf("the last record has time %s, its append said %s", got[len(got)-1].At, last)
	}
}

func testClockBack(t *testing.T, f Fixture) {
	if !f.OwnClock {
		t.Skip("the time of records isn't given by this process")
	}
	now := time.UnixMilli(1_700_000_000_123)
	clock := func() time.Time { return now }
	log := f.Open(t, Options{Clock: clock})
	first := mustAppend(t, log, batch(eventlog.Telemetry, 0, 1, "x"))[0].At
	if !first.Equal(now) {
		t.Errorf("time is %s, the clock says %s", first, now)
	}
	now = now.Add(-time.Hour)
	if at := mustAppend(t, log, batch(eventlog.Telemetry, 0, 1, "x"))[0].At; !at.Equal(first) {
		t.Errorf("with the clock set back time went from %s to %s", first, at)
	}
	if err := log.Close(); err != nil {
		t.Fatal(err)
	}
	log = openWith(t, f, Options{Clock: clock})
	if at := mustAppend(t, log, batch(eventlog.Telemetry, 0, 1, "x"))[0].At; !at.Equal(first) {
		t.Errorf("after reopening time went from %s to %s", first, at)
	}
	now = now.Add(2 * time.Hour)
	if at := mustAppend(t, log, batch(eventlog.Telemetry, 0, 1, "x"))[0].At; !at.Equal(now) {
		t.Errorf("time is %s, the clock says %s", at, now)
	}
}
